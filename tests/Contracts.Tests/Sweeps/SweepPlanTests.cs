using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;

namespace WarpGrad.Contracts.Tests.Sweeps;

public sealed class SweepPlanTests
{
    private static readonly SweepAxis Rate = new() { Path = "innerLoop.learningRate", Min = 0.001, Max = 0.1, Log = true };

    private static readonly SweepAxis Filters = new() { Path = "learner.filters", Values = [JsonValue.Create(8), JsonValue.Create(16), JsonValue.Create(32)] };

    [Fact]
    public void A_grid_has_every_combination_once()
    {
        var trials = SweepPlan.Trials(new CreateSweepRequest { Axes = [Rate with { Points = 3 }, Filters], Search = SweepSearch.Grid });

        Assert.Equal(9, trials.Select(values => string.Join(' ', values.Select(value => value.ToJsonString()))).Distinct().Count());
        Assert.Equal(["0.001", "0.01", "0.1"], trials.Select(values => values[0].ToJsonString()).Distinct());
    }

    [Fact]
    public void A_longer_random_search_begins_with_the_trials_of_a_shorter_one()
    {
        var request = new CreateSweepRequest { Axes = [Rate, Filters], Search = SweepSearch.Random, Trials = 5, Seed = 7 };

        Assert.Equal(Text(request), Text(request with { Trials = 30 }).Take(5));
        Assert.NotEqual(Text(request), Text(request with { Seed = 8 }));
    }

    [Fact]
    public void Draws_of_a_logarithmic_range_are_even_over_its_factors()
    {
        var trials = SweepPlan.Trials(new CreateSweepRequest { Axes = [Rate], Search = SweepSearch.Random, Trials = Limits.SweepTrials });

        Assert.All(trials, values => Assert.InRange(values[0].GetValue<double>(), 0.001, 0.1));
        Assert.InRange(trials.Count(values => values[0].GetValue<double>() < 0.01), Limits.SweepTrials * 0.35, Limits.SweepTrials * 0.65);
    }

    [Fact]
    public void A_range_of_a_whole_number_gives_whole_numbers()
    {
        var steps = new SweepAxis { Path = "innerLoop.steps", Min = 1, Max = 9 };
        var spec = JsonNode.Parse(SpecJson.Write(new RunSpec()))!.AsObject();

        Assert.All(SweepPlan.Trials(new CreateSweepRequest { Axes = [steps], Search = SweepSearch.Random, Trials = 20 }), values =>
            Assert.NotNull(SpecJson.TryRead(SweepPlan.Apply(spec, [steps], values), out _)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_range_wider_than_any_number_is_refused(bool log)
    {
        var rate = new SweepAxis { Path = "innerLoop.learningRate", Min = log ? 1e-300 : -1.7e308, Max = 1.7e308, Points = 3, Log = log };

        var error = Assert.Single(SweepPlan.Check(new CreateSweepRequest { Axes = [rate], Search = SweepSearch.Grid }));

        Assert.Equal("axes[0]", error.Path);
    }

    [Fact]
    public void Values_are_put_where_their_paths_say()
    {
        var spec = SweepPlan.Apply(JsonNode.Parse(SpecJson.Write(new RunSpec()))!.AsObject(), [Filters], [JsonValue.Create(16)]);

        Assert.Equal(16, SpecJson.TryRead(spec, out _)!.Learner.Filters);
        Assert.Equal("16", SpecJson.At(spec, "learner.filters")!.ToJsonString());
    }

    [Fact]
    public void Rungs_are_multiples_of_the_evaluation_interval_and_end_with_the_whole_length()
    {
        var spec = new RunSpec { OuterLoop = new OuterLoopSpec { MetaSteps = 1000 }, Evaluation = new EvaluationSpec { Interval = 50 } };

        Assert.Equal([50, 150, 400, 1000], SweepPlan.Rungs(minSteps: 44, reduction: 3, spec));
    }

    public static TheoryData<CreateSweepRequest, string> Faults => new()
    {
        { new CreateSweepRequest(), "at least one field" },
        { new CreateSweepRequest { Axes = null! }, "at least one field" },
        { new CreateSweepRequest { Axes = [Rate, null!], Search = SweepSearch.Random }, "names the 'path'" },
        { new CreateSweepRequest { Axes = [Rate with { Path = null! }], Search = SweepSearch.Random }, "names the 'path'" },
        { new CreateSweepRequest { Axes = [new SweepAxis { Path = "learner.filters", Values = null }] }, "needs values" },
        { new CreateSweepRequest { Axes = [Filters with { Values = [JsonValue.Create(8), null!] }] }, "none of them null" },
        { new CreateSweepRequest { Axes = [new SweepAxis { Path = "innerLoop.stepz", Min = 1, Max = 2 }] }, "no field 'innerLoop.stepz'" },
        { new CreateSweepRequest { Axes = [Rate] }, "'points'" },
        { new CreateSweepRequest { Axes = [Rate with { Min = 0 }], Search = SweepSearch.Random }, "above 0" },
        { new CreateSweepRequest { Axes = [Rate with { Min = 1 }], Search = SweepSearch.Random }, "'min' below 'max'" },
        { new CreateSweepRequest { Axes = [Rate, Rate], Search = SweepSearch.Random }, "one axis only" },
        { new CreateSweepRequest { Axes = [Filters with { Min = 1 }] }, "either values or a range" },
        { new CreateSweepRequest { Axes = [new SweepAxis { Path = "learner.warp", Min = 1, Max = 2 }] }, "not a number" },
        { new CreateSweepRequest { Axes = [Rate with { Points = 100 }, Filters] }, "1 to 200 trials" },
        { new CreateSweepRequest { Axes = [Rate], Search = SweepSearch.Halving, Reduction = 1 }, "One in 2 to 10" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_wrong_is_said(CreateSweepRequest request, string part) =>
        Assert.Contains(SweepPlan.Check(request), error => error.Message.Contains(part, StringComparison.Ordinal));

    private static IEnumerable<string> Text(CreateSweepRequest request) =>
        SweepPlan.Trials(request).Select(values => string.Join(' ', values.Select(value => value.ToJsonString())));
}
