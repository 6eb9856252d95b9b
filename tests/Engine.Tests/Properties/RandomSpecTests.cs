using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Properties;

/// <summary>What holds for every spec, whatever it combines.</summary>
public sealed class RandomSpecTests
{
    private static readonly Lazy<byte[][]>[] InMemoryOnOneThread = [.. RandomSpecs.All.Select(spec => new Lazy<byte[][]>(() => Final(spec, workers: 1)))];

    public static TheoryData<int, string> Specs
    {
        get
        {
            var rows = new TheoryData<int, string>();
            foreach (var (index, spec) in RandomSpecs.All.Index())
                rows.Add(index, RandomSpecs.Describe(spec));
            return rows;
        }
    }

    [Fact]
    public void The_specs_take_every_choice_of_every_part()
    {
        AssertAll(spec => spec.Learner.Architecture, Enum.GetValues<Architecture>().Except(TaskFamily.FewShotImages.ArchitecturesOf()));
        AssertAll(spec => spec.Learner.Normalization);
        AssertAll(spec => spec.Learner.Head);
        AssertAll(spec => spec.Learner.Warp, [WarpDesign.Lstm]);
        AssertAll(spec => spec.MetaLearner.Algorithm);
        AssertAll(spec => spec.MetaLearner.Objective);
        AssertAll(spec => spec.MetaLearner.LookAhead);
        AssertAll(spec => spec.MetaLearner.Initialization, [InitializationObjective.Stream]);
        AssertAll(spec => spec.InnerLoop.Optimizer);
        AssertAll(spec => spec.InnerLoop.LearnedRates);
        AssertAll(spec => spec.InnerLoop.Adapts);

        // What belongs to other families has tests of its own.
        static void AssertAll<TChoice>(Func<RunSpec, TChoice> choice, IEnumerable<TChoice>? ofOthers = null)
            where TChoice : struct, Enum => Assert.Equal(Enum.GetValues<TChoice>().Except(ofOthers ?? []).Order(), RandomSpecs.All.Select(choice).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_meta_batch_gives_the_mean_of_its_tasks_one_at_a_time(int index, string what)
    {
        _ = what;
        var descent = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 1e-3 };
        var drawn = RandomSpecs.All[index];
        using var run = new Steps(drawn with
        {
            Precision = Precision.Float64,

            // One update per meta-step, linear in the gradient, from the same points of every task. The continual algorithm judges the
            // end of a path under the warp that the whole meta-batch has updated, so its tasks are not independent where Leap reads that loss.
            MetaLearner = drawn.MetaLearner with
            {
                PointsPerUpdate = 0,
                PointsPerTask = 0,
                Epochs = 1,
                Initialization = drawn.MetaLearner is { Algorithm: MetaAlgorithm.Continual, Initialization: InitializationObjective.Leap }
                    ? InitializationObjective.SimplifiedLeap
                    : drawn.MetaLearner.Initialization,
            },
            OuterLoop = drawn.OuterLoop with { Warp = descent, Initialization = descent, Rates = descent },
        });

        var whole = run.Take(run.Tasks);
        var single = run.Tasks.Select(task => run.Take([task])).ToArray();

        foreach (var group in new Func<MetaState, ParameterSet>[] { state => state.Phi, state => state.Initialization, state => state.Rates, state => state.Heads.Parameters })
        {
            var sets = single.Select(step => group(step.State)).ToArray();
            var mean = sets.Skip(1).Aggregate(sets[0], (sum, set) => sum.Zip(set, (a, b) => a.Plus(b))).Map(sum => sum.Over(sets.Length));

            // A rate that was kept from falling below the smallest is no longer linear in its gradient.
            if (sets.Any(set => set.Tensors.Any(tensor => tensor.dim() == 0 && tensor.Number() <= LearnedRateSet.Smallest)))
                continue;
            var largest = mean.Tensors.Select(tensor => tensor.abs().max().Number()).DefaultIfEmpty(0).Max();
            Assert.InRange(Bits.LargestDifference(mean, group(whole.State)) / (1 + largest), 0, 1e-10);
        }

        Assert.Equal(single.Average(step => step.Objective), whole.Objective, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void The_number_of_threads_changes_no_byte(int index, string what)
    {
        _ = what;
        Assert.Equal(InMemoryOnOneThread[index].Value, Final(RandomSpecs.All[index], workers: 3));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_store_on_disk_changes_no_byte(int index, string what)
    {
        _ = what;
        var spec = RandomSpecs.All[index];
        Assert.Equal(InMemoryOnOneThread[index].Value, Final(spec with { MetaLearner = spec.MetaLearner with { StoreMegabytes = 0 } }, workers: 2));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_meta_step_leaves_the_state_before_it_as_it_was(int index, string what)
    {
        _ = what;
        using var run = new Steps(RandomSpecs.All[index]);
        var before = run.Start.Select(Bits.Of).ToArray();

        run.Take(run.Tasks, judge: true);

        Assert.Equal(before, run.Start.Select(Bits.Of));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_run_that_was_saved_and_resumed_ends_with_the_same_bytes(int index, string what)
    {
        _ = what;
        var spec = RandomSpecs.All[index];
        using var whole = MetaTrainer.Create(spec, Samples.Images(), workers: 2);
        using var saved = new MemoryStream();
        whole.Run(
            new QuietObserver((step, trainer) =>
            {
                if (step == 1)
                    trainer.WriteState(saved);
            }),
            CancellationToken.None);
        if (spec.MetaLearner.Algorithm == MetaAlgorithm.None)
            return;

        saved.Position = 0;
        using var resumed = MetaTrainer.Resume(spec, Samples.Images(), saved, workers: 2);
        Assert.Equal(1, resumed.Step);
        resumed.Run(new QuietObserver(), CancellationToken.None);

        Assert.Equal(State(whole), State(resumed));
    }

    private static byte[] State(MetaTrainer trainer)
    {
        using var state = new MemoryStream();
        trainer.WriteState(state);
        return state.ToArray();
    }

    private static byte[][] Final(RunSpec spec, int workers)
    {
        using var run = new Steps(spec, workers);
        var first = run.Take(run.Tasks);
        return [.. Steps.Sets(run.Take(run.Tasks, from: first.State).State).Select(Bits.Of)];
    }

    /// <summary>Meta-steps of a spec on one meta-batch.</summary>
    private sealed class Steps : IDisposable
    {
        private readonly DisposeScope _scope = torch.NewDisposeScope();
        private readonly List<IDisposable> _owned = [];
        private readonly MetaLearner _learner;
        private readonly MetaState _start;

        public Steps(RunSpec spec, int workers = 2)
        {
            TorchRuntime.ApplyToThread();
            var images = Samples.Images();
            var learner = ImageLearner.Create(spec, images.Image);
            Tasks = [.. Enumerable.Range(0, spec.OuterLoop.MetaBatch).Select(i => new ImageTask(learner, TaskTensors.From(Samples.Task(spec, i, images), Placement.Of(spec))))];
            _learner = MetaLearner.Create(spec, learner, 100, workers);
            _start = _learner.Start(Placement.Of(spec));
            _owned.AddRange(Tasks);
            _owned.Add(_start);
        }

        public IReadOnlyList<IMetaTask> Tasks { get; }

        public IEnumerable<ParameterSet> Start => Sets(_start);

        public static IEnumerable<ParameterSet> Sets(MetaState state) => new[] { state.Warp, state.Start, state.Rate, state.Heads }
            .SelectMany(group => new[] { group.Parameters, group.Optimizer.Mean, group.Optimizer.Square });

        public MetaStep Take(IReadOnlyList<IMetaTask> tasks, bool judge = false, MetaState? from = null)
        {
            var step = _learner.Step(from ?? _start, tasks, progress: 0.3, judge);
            _owned.Add(step.State);
            return step;
        }

        public void Dispose()
        {
            foreach (var owned in _owned)
                owned.Dispose();
            _scope.Dispose();
        }
    }
}
