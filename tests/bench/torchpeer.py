"""PyTorch as a peer of our training, on one thread of the processor.

Reads names of cases from standard input, one a line, and answers each with the rate of one timed run: what the case
counts (samples, sequences, pictures), for each second. Models are built once, so that runs take turns with ours.
"""

import sys
import time

try:
    import torch
except ImportError:
    print("torch not installed", flush=True)
    sys.exit(0)

torch.set_num_threads(1)
torch.manual_seed(1)
nn = torch.nn


def dense(inputs, outputs):
    return nn.Linear(inputs, outputs)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.GRU(40, 128, batch_first=True)
        self.out = dense(128, 2)

    def forward(self, x):
        return self.out(self.cell(x)[0])


class Seeing(nn.Module):
    """Convolutions without padding, stride 2, then the flat features and four numbers of motion through dense layers."""

    def __init__(self, channels, height, width, filters, hidden):
        super().__init__()
        layers, before = [], channels
        for count, size in filters:
            layers += [nn.Conv2d(before, count, size, 2), nn.ReLU()]
            height, width, before = (height - size) // 2 + 1, (width - size) // 2 + 1, count
        self.eyes = nn.Sequential(*layers, nn.Flatten())
        self.rest = nn.Sequential(dense(before * height * width + 4, hidden), nn.ReLU(), dense(hidden, 2))

    def forward(self, seen):
        return self.rest(torch.cat([self.eyes(seen[0]), seen[1]], 1))


def training(model, x, y, steps, count):
    adam = torch.optim.Adam(model.parameters(), 1e-3)

    def run():
        start = time.perf_counter()
        for _ in range(steps):
            loss = ((model(x) - y) ** 2).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
        return steps * count / (time.perf_counter() - start)

    return run


def mlp():
    model = nn.Sequential(dense(40, 256), nn.ReLU(), dense(256, 256), nn.ReLU(), dense(256, 2))
    return training(model, torch.randn(512, 40), torch.randn(512, 2), 60, 512)


def gru():
    return training(Recurrent(), torch.randn(64, 32, 40), torch.randn(64, 32, 2), 12, 64)


def cnn():
    model = Seeing(1, 48, 64, [(8, 5), (16, 5), (32, 3)], 64)
    return training(model, (torch.randn(64, 1, 48, 64), torch.randn(64, 4)), torch.randn(64, 2), 20, 64)


def large():
    model = Seeing(3, 64, 64, [(24, 5), (40, 5), (48, 3)], 64)
    return training(model, (torch.randn(64, 3, 64, 64), torch.randn(64, 4)), torch.randn(64, 2), 8, 64)


cases = {"mlp": mlp, "gru": gru, "cnn": cnn, "large": large}
ready = {}
with open("/proc/self/maps") as maps:
    blas = "OpenBLAS" if "openblas" in maps.read() else "reference BLAS"
print(f"torch, {blas}", flush=True)
for line in sys.stdin:
    name = line.strip()
    if name not in ready:
        ready[name] = cases[name]()
        ready[name]()
    print(ready[name](), flush=True)
