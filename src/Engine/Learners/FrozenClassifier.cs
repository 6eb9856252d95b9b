using TorchSharp;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Learners;

/// <summary>What queries need of an adapted task beside θ and φ.</summary>
/// <param name="Statistics">Statistics of the support set in every batch normalisation.</param>
/// <param name="Weight">Classifier weight [ways, features].</param>
/// <param name="Bias">Classifier bias [ways].</param>
public sealed record FrozenClassifier(RecordedStatistics Statistics, Tensor Weight, Tensor Bias) : IDisposable
{
    /// <summary>Of the classifiers of a stack in one, that of one task. New tensors that the caller owns.</summary>
    /// <param name="task">Its number in the stack.</param>
    /// <param name="tasks">Tasks of the stack.</param>
    internal FrozenClassifier Of(int task, int tasks)
    {
        using var scope = torch.NewDisposeScope();
        return new FrozenClassifier(Statistics.Map(perChannel => Own(perChannel.view(tasks, -1))), Own(Weight), Own(Bias));

        Tensor Own(Tensor all) => all.select(0, task).clone().DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Statistics.Dispose();
        Weight.Dispose();
        Bias.Dispose();
    }
}
