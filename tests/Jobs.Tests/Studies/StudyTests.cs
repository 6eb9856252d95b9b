using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Studies;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests.Studies;

/// <summary>The study that compares few-shot methods at equal processor time.</summary>
public sealed class StudyTests
{
    private static readonly string Data = Path.Combine(Repository.Root, "../shared/data/omniglot");

    [SkippableFact]
    public async Task A_study_judges_a_trained_model_on_each_alphabet_with_as_many_ways_as_it_has()
    {
        Skip.IfNot(Directory.Exists(Data), "Omniglot (shared/data/omniglot beside the checkout) is not here.");
        var folder = Directory.CreateTempSubdirectory("warpgrad-study");
        try
        {
            var options = Options.Parse(["omniglot-20way-protonet", "--minutes", "0.01", "--set", "learner.filters=4", "--set", "task.queries=1"])!;
            var spec = options.SpecOf("omniglot-20way-protonet", 3);
            var alphabets = await Alphabets.ReadAsync(Data);

            FewShotStudy.Run("small", spec, alphabets, 2, Path.Combine(folder.FullName, "small.safetensors")).Write(Path.Combine(folder.FullName, "small.json"));

            var result = Assert.Single(StudyResult.ReadAll(folder.FullName));
            Assert.Equal(("small", 3, spec), (result.Method, result.Seed, result.Spec));
            Assert.InRange(result.MetaSteps, 1, spec.OuterLoop.MetaSteps - 1);
            Assert.Equal(["Japanese_(katakana)", "Sanskrit", "Tagalog"], result.Alphabets.Keys);
            // A prototypical network takes no steps in training; the study fine-tunes it as the warped recipe adapts.
            Assert.All(result.Alphabets.Values, judged => Assert.Equal((10, 2), (judged.Steps[^1], judged.Tasks)));
            Assert.Equal(17, alphabets.TestedOn("Tagalog").Classes.Count(c => c.Split == ClassSplit.Test));
            Assert.DoesNotContain(alphabets.TestedOn("Sanskrit").Classes, c => c.Group == "Tagalog");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_table_gives_mean_and_spread_over_seeds_and_the_best_method_first()
    {
        StudyResult[] results = [Scored("worse", 1, 0.4), Scored("better", 1, 0.5), Scored("better", 2, 0.7)];

        var rows = StudyTable.Of(results).Skip(2).ToList();

        Assert.Equal("| better | 1, 2 | 5 ± 0 | 60.0 ± 14.1 | 60.0 ± 14.1 | 60.0 ± 14.1 | 60.0 ± 14.1 | 10.0 ± 0.0 |", rows[0]);
        Assert.Equal("| worse | 1 | 5 | 40.0 | 40.0 | 40.0 | 40.0 | 10.0 |", rows[1]);
    }

    [Theory]
    [InlineData("no-such-recipe")]
    [InlineData("omniglot-20way", "--minutes", "0")]
    [InlineData("omniglot-20way", "--tasks")]
    [InlineData("omniglot-20way", "--unknown", "1")]
    [InlineData]
    public void What_is_no_call_is_none(params string[] arguments) => Assert.Null(Options.Parse(arguments));

    private static StudyResult Scored(string method, long seed, double score)
    {
        var judged = new EvaluationSummary(Measure.Accuracy, score, 0.01, 1, 2, [0, 1], [0.1, score], [2, 1], new Dictionary<string, double>());
        return new StudyResult(method, seed, new RunSpec(), 5, 2, Cli.Results.Hardware.Here(), Alphabets.Test.ToDictionary(test => test, _ => judged));
    }
}
