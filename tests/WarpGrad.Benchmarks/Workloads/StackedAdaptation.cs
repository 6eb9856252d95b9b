using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>
/// F: whether the tasks of several callers are faster stacked on the channels, as grouped convolutions, than side by side on threads.
/// Plain library operations, the same in both: loss and gradient of one inner step of each of eight tasks.
/// </summary>
internal static class StackedAdaptation
{
    private const int Tasks = 8, Threads = 2, Images = 5, Filters = 64, Side = 28, Blocks = 4;

    /// <summary>Its rows.</summary>
    public static IEnumerable<Workload> All => [Row("F.side-by-side", 1), Row("F.stacked-2", 2), Row("F.stacked-4", 4)];

    private static Workload Row(string name, int stack) => new(
        name, $"inner step of {Tasks} tasks", $"{Tasks} tasks, 5-way 1-shot, 1x{Side}x{Side}, Conv-4 of {Filters} filters, {stack} tasks at a time in each of {Threads} threads",
        Threads, 1, null, () => new Run(stack));

    private sealed class Run : IRun
    {
        private readonly int _stack;
        private readonly Tensor _images, _labels;
        private readonly Tensor[] _weights;

        public Run(int stack)
        {
            _stack = stack;
            using var scope = torch.NewDisposeScope();
            _images = Innermost(rand(Images, stack, Side, Side)).DetachFromDisposeScope();
            _labels = arange(Images, ScalarType.Int64).repeat(stack).DetachFromDisposeScope();
            _weights =
            [
                .. Enumerable.Range(0, Blocks).Select(block => (0.05 * randn(stack * Filters, block == 0 ? 1 : Filters, 3, 3)).requires_grad_().DetachFromDisposeScope()),
                (0.05 * randn(stack, Filters, Images)).requires_grad_().DetachFromDisposeScope(),
            ];
        }

        public void Once() => TaskParallel.Map(Tasks / _stack, Threads, _ => Step(), CancellationToken.None, (nameof(StackedAdaptation), _stack));

        public void Dispose()
        {
            _images.Dispose();
            _labels.Dispose();
            foreach (var weight in _weights)
                weight.Dispose();
        }

        private bool Step()
        {
            using var scope = torch.NewDisposeScope();
            var leaves = Array.ConvertAll(_weights, weight => weight.detach().requires_grad_());
            var features = _images;
            foreach (var weight in leaves[..Blocks])
                features = F.max_pool2d(F.conv2d(features, weight, padding: [1, 1], groups: _stack).relu(), 2);
            // [images, tasks · filters] to [tasks, images, filters], so that each task has a classifier of its own.
            var logits = features.reshape(Images, _stack, Filters).transpose(0, 1).matmul(leaves[Blocks]);
            var loss = F.cross_entropy(logits.reshape(_stack * Images, Images), _labels);
            autograd.grad([loss], leaves);
            return true;
        }

        private static Tensor Innermost(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
    }
}
