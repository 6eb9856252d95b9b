using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.GoldenCheck.Format;

/// <summary>A task of a case: batches, and the loss of the case's network on each. Inner step k descends train batch k.</summary>
internal sealed class CaseTask : ITaskLosses
{
    private readonly CaseFile _owner;
    private readonly string _path;
    private readonly (Tensor Inputs, Tensor Labels)[] _train, _test;

    /// <summary>Reads a task.</summary>
    /// <param name="owner">The case.</param>
    /// <param name="part">Where the task stands.</param>
    public CaseTask(CaseFile owner, JsonPart part)
    {
        (_owner, _path) = (owner, part.Path);
        _train = [.. part["train"].Items.Select(Batch)];
        _test = [.. (part.Find("test")?.Items ?? []).Select(Batch)];
    }

    /// <summary>Number of train batches.</summary>
    public int TrainCount => _train.Length;

    /// <summary>Output of the network on the first train batch.</summary>
    public Tensor Logits(ParameterSet theta, ParameterSet phi) => _owner.Network.Forward(Train(0).Inputs, new ForwardPass(theta, phi, BatchStatistics.OfBatch));

    /// <summary>Loss on a train batch.</summary>
    public Tensor TrainLoss(int batch, ParameterSet theta, ParameterSet phi, BatchStatistics? statistics = null) =>
        Loss(Train(batch), theta, phi, statistics ?? BatchStatistics.OfBatch);

    /// <summary>Loss on a test batch, as a number.</summary>
    public double TestLoss(int batch, ParameterSet theta, ParameterSet phi, BatchStatistics statistics)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        return Loss(Test(batch), theta, phi, statistics).Number();
    }

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => TrainLoss(step, theta, phi);

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => throw new NotSupportedException("The batch of the meta-loss depends on the section.");

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => Loss(Test(0), theta, phi, BatchStatistics.OfBatch);

    private (Tensor Inputs, Tensor Labels) Train(int batch) => batch < _train.Length
        ? _train[batch]
        : throw new InvalidCaseException($"{_path}.train", $"train batch {batch} is needed, and there are {_train.Length}");

    private (Tensor Inputs, Tensor Labels) Test(int batch) => batch < _test.Length
        ? _test[batch]
        : throw new InvalidCaseException($"{_path}.test", $"test batch {batch} is needed, and there are {_test.Length}");

    private (Tensor Inputs, Tensor Labels) Batch(JsonPart part)
    {
        var inputs = CaseTensor.Batch(part["x"], _owner.Type);
        long[] labels = [.. part["y"].Items.Select(label => (long)label.Whole)];
        return inputs.shape[0] == labels.Length
            ? (inputs, torch.tensor(labels).to(inputs.device))
            : throw part.Wrong($"has {inputs.shape[0]} inputs and {labels.Length} labels");
    }

    private Tensor Loss((Tensor Inputs, Tensor Labels) batch, ParameterSet theta, ParameterSet phi, BatchStatistics statistics) =>
        F.cross_entropy(_owner.Network.Forward(batch.Inputs, new ForwardPass(theta, phi, statistics)), batch.Labels);
}
