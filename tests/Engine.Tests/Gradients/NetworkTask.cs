using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Tests.Gradients;

/// <summary>Cross-entropy of a bare network, on other random images for each step and each kind of loss.</summary>
internal sealed class NetworkTask : ITaskLosses
{
    private const int Images = 6, MetaSeed = 100, FinalSeed = 200;

    private readonly Network _network;
    private readonly Dictionary<int, Tensor> _batches = [];
    private readonly Tensor _labels = torch.tensor(new long[] { 0, 1, 2, 0, 1, 2 });

    public NetworkTask(string layers)
    {
        TorchRuntime.ApplyToThread();
        _network = LayerKinds.Build(layers);
    }

    /// <summary>Start values, none of them zero or one: a constant could hide a missing factor.</summary>
    public ParameterSet Draw(LayerRole role)
    {
        var random = RandomStream.Derive(4, StreamPurpose.Parameters, (int)role);
        var parameters = _network.Parameters.Where(info => info.Role == role).ToArray();
        return new ParameterSet(
            [.. parameters.Select(info => info.Name)],
            [.. parameters.Select(info => torch.tensor(
                Enumerable.Range(0, (int)info.Size).Select(_ => random.NextDouble(-0.8, 0.8) + (info.Shape.Length == 1 ? 0.3 : 0)).ToArray(), info.Shape))]);
    }

    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(step, theta, phi);

    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(MetaSeed + step, theta, phi);

    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => Loss(FinalSeed, theta, phi);

    private Tensor Loss(int batch, ParameterSet theta, ParameterSet phi)
    {
        if (!_batches.TryGetValue(batch, out var images))
        {
            using var generator = new Generator((ulong)batch, new Device(DeviceType.CPU));
            _batches[batch] = images = torch.randn([Images, 1, 6, 6], dtype: ScalarType.Float64, generator: generator).DetachFromDisposeScope();
        }

        return F.cross_entropy(_network.Forward(images, new ForwardPass(theta, phi, BatchStatistics.OfBatch)), _labels);
    }
}
