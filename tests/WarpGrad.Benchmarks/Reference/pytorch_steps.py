#!/usr/bin/env python3
"""The same steps as `bench engine` times, written in plain PyTorch, for comparison on one machine.

  pytorch_steps.py [--device cuda] [--tf32] [--quick] [--only TEXT]

Prints JSON: seconds of each row under the name it has in `bench engine`. Eager mode, one process, the library's defaults; the host
waits for the device once per repeat. Rows A are one step or point of one task; the engine's rows of several threads are per step, too.
"""
import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F


def block(inputs, filters, device):
    return {
        "conv.weight": 0.05 * torch.randn(filters, inputs, 3, 3, device=device),
        "conv.bias": torch.zeros(filters, device=device),
        "norm.weight": torch.ones(filters, device=device),
        "norm.bias": torch.zeros(filters, device=device),
    }


class Conv4:
    """Four blocks of 64 filters, batch statistics, a 3x3 warp after each if wanted, and a linear head."""

    def __init__(self, channels, side, ways, warp, pool_first, device, filters=64):
        self.pool_first = pool_first
        self.theta, self.phi = {}, {}
        for i in range(4):
            for name, value in block(channels if i == 0 else filters, filters, device).items():
                self.theta[f"{i}.{name}"] = value
            if warp:
                self.phi[f"{i}.weight"] = 0.05 * torch.randn(filters, filters, 3, 3, device=device)
                self.phi[f"{i}.bias"] = torch.zeros(filters, device=device)
        features = filters * (side // 16) ** 2
        self.theta["head.weight"] = 0.05 * torch.randn(ways, features, device=device)
        self.theta["head.bias"] = torch.zeros(ways, device=device)

    def loss(self, theta, phi, x, y):
        for i in range(4):
            x = F.conv2d(x, theta[f"{i}.conv.weight"], theta[f"{i}.conv.bias"], padding=1)
            if self.pool_first:
                x = F.max_pool2d(x, 2)
            x = F.relu(F.batch_norm(x, None, None, theta[f"{i}.norm.weight"], theta[f"{i}.norm.bias"], training=True))
            if not self.pool_first:
                x = F.max_pool2d(x, 2)
            if phi:
                x = F.conv2d(x, phi[f"{i}.weight"], phi[f"{i}.bias"], padding=1)
        return F.cross_entropy(F.linear(x.flatten(1), theta["head.weight"], theta["head.bias"]), y)


class ResNet12:
    """Four residual blocks of three convolutions, filters doubling, pooled, then the mean over the image and a linear head."""

    def __init__(self, channels, ways, device, filters=64):
        self.theta, self.phi = {}, {}
        inputs = channels
        for b in range(4):
            outputs = filters << b
            for c in range(3):
                for name, value in block(inputs if c == 0 else outputs, outputs, device).items():
                    if name != "conv.bias":
                        self.theta[f"{b}.{c}.{name}"] = value
            self.theta[f"{b}.short.conv.weight"] = 0.05 * torch.randn(outputs, inputs, 1, 1, device=device)
            self.theta[f"{b}.short.norm.weight"] = torch.ones(outputs, device=device)
            self.theta[f"{b}.short.norm.bias"] = torch.zeros(outputs, device=device)
            inputs = outputs
        self.theta["head.weight"] = 0.05 * torch.randn(ways, inputs, device=device)
        self.theta["head.bias"] = torch.zeros(ways, device=device)

    def loss(self, theta, phi, x, y):
        def norm(x, name):
            return F.batch_norm(x, None, None, theta[name + ".weight"], theta[name + ".bias"], training=True)

        for b in range(4):
            short = norm(F.conv2d(x, theta[f"{b}.short.conv.weight"]), f"{b}.short.norm")
            for c in range(3):
                x = norm(F.conv2d(x, theta[f"{b}.{c}.conv.weight"], padding=1), f"{b}.{c}.norm")
                if c < 2:
                    x = F.leaky_relu(x, 0.1)
            x = F.max_pool2d(F.leaky_relu(x + short, 0.1), 2)
        return F.cross_entropy(F.linear(x.mean((2, 3)), theta["head.weight"], theta["head.bias"]), y)


def leaves(parameters):
    return {name: value.detach().requires_grad_() for name, value in parameters.items()}


def step(net, theta, phi, x, y, rate, create_graph=False):
    loss = net.loss(theta, phi, x, y)
    slopes = torch.autograd.grad(loss, list(theta.values()), create_graph=create_graph)
    return {name: value - rate * slope for (name, value), slope in zip(theta.items(), slopes)}


def noise(count, channels, side, ways, device):
    return torch.rand(count, channels, side, side, device=device), torch.arange(count, device=device) % ways


def inner(net, x, y):
    return lambda: step(net, leaves(net.theta), net.phi, x, y, 0.1)


def exact(net, x, y, qx, qy):
    """Eq. 11 at one point: the outer loss after one look-ahead step, differentiated with respect to the warps."""

    def once():
        theta, phi = leaves(net.theta), leaves(net.phi)
        ahead = step(net, theta, phi, x, y, 0.1, create_graph=True)
        torch.autograd.grad(net.loss(ahead, phi, qx, qy), list(phi.values()))

    return once


def maml(net, tasks, second_order, steps=5):
    optimizer = torch.optim.Adam([value.requires_grad_() for value in net.theta.values()])

    def once():
        optimizer.zero_grad()
        for x, y, qx, qy in tasks:
            theta = net.theta
            for _ in range(steps):
                theta = step(net, theta, net.phi, x, y, 0.01, second_order) if second_order else step(net, theta, net.phi, x, y, 0.01)
            (net.loss(theta, net.phi, qx, qy) / len(tasks)).backward()
        optimizer.step()

    return once


def adapt(net, x, y, steps=5):
    def once():
        theta = leaves(net.theta)
        for _ in range(steps):
            theta = leaves(step(net, theta, net.phi, x, y, 0.01))

    return once


def adapt_together(net, tasks, x, y, steps=5):
    """Several tasks in one batch, as torch.func does it."""
    slopes = torch.vmap(torch.func.grad(lambda theta, x, y: net.loss(theta, net.phi, x, y)))

    def once():
        theta = {name: value.expand(tasks, *value.shape) for name, value in net.theta.items()}
        for _ in range(steps):
            slope = slopes(theta, x, y)
            theta = {name: value - 0.01 * slope[name] for name, value in theta.items()}

    return once


def rows(device):
    for batch in (128, 20):
        net = Conv4(1, 28, 20, True, True, device)
        support, query = noise(batch, 1, 28, 20, device), noise(batch, 1, 28, 20, device)
        yield f"A.inner.b{batch}", inner(net, *support)
        yield f"A.exact.b{batch}", exact(net, *support, *query)
    tasks = [(*noise(25, 1, 28, 5, device), *noise(75, 1, 28, 5, device)) for _ in range(4)]
    yield "B.maml", maml(Conv4(1, 28, 5, False, False, device), tasks, True)
    yield "B.fomaml", maml(Conv4(1, 28, 5, False, False, device), tasks, False)
    for name, channels, side, shots in (("84x84", 3, 84, 5), ("28x28", 1, 28, 1)):
        support = noise(5 * shots, channels, side, 5, device)
        yield f"C.{name}.plain", adapt(Conv4(channels, side, 5, False, False, device), *support)
        yield f"C.{name}.warp", adapt(Conv4(channels, side, 5, True, False, device), *support)
    if device.startswith("cuda"):
        yield "C.84x84.resnet12", adapt(ResNet12(3, 5, device), *noise(25, 3, 84, 5, device))
        for name, channels, side, shots in (("28x28", 1, 28, 1), ("84x84", 3, 84, 5)):
            for kind in ("plain", "warp"):
                net = Conv4(channels, side, 5, kind == "warp", False, device)
                x, y = noise(5 * shots, channels, side, 5, device)
                yield f"F.{name}.{kind}.side-by-side", adapt(net, x, y)
                for tasks in (8, 32):
                    many = torch.rand(tasks, *x.shape, device=device), y.expand(tasks, -1)
                    yield f"F.{name}.{kind}.stacked-{tasks}", adapt_together(net, tasks, *many), tasks


def seconds(work, device, quick):
    def wait():
        if device.startswith("cuda"):
            torch.cuda.synchronize()

    least, enough = (3, 1.0) if quick else (9, 6.0)
    for _ in range(3):
        work()
    wait()
    times = []
    while len(times) < least or sum(times) < enough:
        started = time.perf_counter()
        work()
        wait()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--tf32", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = options.tf32
    torch.backends.cudnn.allow_tf32 = options.tf32
    if not options.device.startswith("cuda"):
        torch.set_num_threads(2)
    measured = {}
    for name, work, *tasks in rows(options.device):
        if options.only in name:
            measured[name] = seconds(work, options.device, options.quick) / (tasks[0] if tasks else 1)
    name = torch.cuda.get_device_name() if options.device.startswith("cuda") else "cpu"
    print(json.dumps({"torch": torch.__version__, "device": name, "tf32": options.tf32, "seconds": measured}, indent=2))


if __name__ == "__main__":
    main()
