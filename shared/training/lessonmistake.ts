/** Why nothing can be trained as it was asked for: parts of a lesson that make no policy together. */
export interface LessonMistake {
  /** Says which parts; a page has words of its own for each. */
  kind:
    | 'trafficUnseen'
    | 'senseUnused'
    | 'trafficBeyondRays'
    | 'trafficBeyondPictures'
    | 'numbersForPictures'
    | 'picturesForNumbers'
    | 'headMovesMemory'
    | 'headBeyondPictures'
    | 'headFitsNothing'
    | 'chunkOfMoments'
    | 'chunkOfNoise'
    | 'decoding';
  /** What got what, and what to take instead, without the full stop; parts are named as in orders. */
  sentence: string;
}
