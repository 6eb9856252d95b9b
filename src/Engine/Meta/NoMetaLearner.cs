using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Meta;

/// <summary>The baseline that learns nothing across tasks: every task starts from the same random network.</summary>
internal sealed class NoMetaLearner(RunSpec spec, Learner learner, int workers) : MetaLearner(spec, learner, workers)
{
    public override MetaStep Step(MetaState state, IReadOnlyList<IMetaTask> tasks, double progress, bool judge = false, CancellationToken stop = default) =>
        new(new MetaState(state.Step + 1, state.Warp.Copied(), state.Start.Copied(), state.Rate.Copied(), state.Heads.Copied()), 0, []);
}
