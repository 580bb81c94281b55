"""Runs a network of ours in PyTorch: same weights, same samples; prints the largest difference and times as JSON.

Usage: lstm_torch.py FOLDER. The folder holds shape.json and, as little-endian float32, weights.bin, samples.bin and
outputs.bin (ours), as LstmBenchmark writes them. One thread.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch

REPETITIONS = 30


def read(folder, name):
    return torch.from_numpy(np.fromfile(folder / name, dtype="<f4"))


class Network(torch.nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        summary = shape["hidden"] + shape["facts"]
        self.lstm = torch.nn.LSTM(2 * shape["patch"], shape["hidden"], shape["layers"])
        self.dense = torch.nn.Linear(summary, shape["dense"])
        self.head = torch.nn.Linear(shape["dense"] + summary, shape["outputs"])

    def load(self, weights):
        """Ours: for each layer rows [inputs, one, hidden] and gate columns i, f, o, g; torch wants rows i, f, g, o."""
        at = 0
        for layer in range(self.shape["layers"]):
            inputs = 2 * self.shape["patch"] if layer == 0 else self.shape["hidden"]
            rows, gates = inputs + 1 + self.shape["hidden"], 4 * self.shape["hidden"]
            block = weights[at:at + rows * gates].reshape(rows, gates)
            i, f, o, g = block.chunk(4, dim=1)
            block = torch.cat([i, f, g, o], dim=1).T
            at += rows * gates
            with torch.no_grad():
                getattr(self.lstm, f"weight_ih_l{layer}").copy_(block[:, :inputs])
                getattr(self.lstm, f"bias_ih_l{layer}").copy_(block[:, inputs])
                getattr(self.lstm, f"bias_hh_l{layer}").zero_()
                getattr(self.lstm, f"weight_hh_l{layer}").copy_(block[:, inputs + 1:])
        for linear in (self.dense, self.head):
            rows, columns = linear.in_features + 1, linear.out_features
            block = weights[at:at + rows * columns].reshape(rows, columns)
            at += rows * columns
            with torch.no_grad():
                linear.weight.copy_(block[:-1].T)
                linear.bias.copy_(block[-1])

    def forward(self, samples):
        facts = self.shape["facts"]
        window = samples[:, :-facts].reshape(len(samples), -1, 2 * self.shape["patch"]).transpose(0, 1)
        last = self.lstm(window)[0][-1]
        summary = torch.cat([last, samples[:, -facts:]], dim=1)
        return self.head(torch.cat([torch.tanh(self.dense(summary)), summary], dim=1))


def median_ms(work):
    times = []
    for _ in range(REPETITIONS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * sorted(times)[REPETITIONS // 2]


def main(folder):
    torch.set_num_threads(1)
    shape = json.loads((folder / "shape.json").read_text())
    network = Network(shape)
    network.load(read(folder, "weights.bin"))
    samples = read(folder, "samples.bin").reshape(-1, shape["sample"])
    ours = read(folder, "outputs.bin").reshape(len(samples), -1)
    levels = torch.tensor(shape["levels"]).repeat(shape["outputs"] // len(shape["levels"]))
    adam = torch.optim.AdamW(network.parameters(), lr=1e-6)
    targets = torch.zeros_like(ours)

    def step():
        adam.zero_grad()
        error = targets - network(samples)
        torch.maximum(levels * error, (levels - 1) * error).mean().backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        adam.step()

    def forward():
        with torch.no_grad():
            network(samples)

    with torch.no_grad():
        difference = (network(samples) - ours).abs().max().item()
    print(json.dumps({
        "version": torch.__version__,
        "difference": difference,
        "forwardMs": median_ms(forward),
        "stepMs": median_ms(step),
    }))


main(Path(sys.argv[1]))
