using WarpGrad.Cli.Recipes;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Tests;

/// <summary>What is refused before anything is started.</summary>
public sealed class RecipeOptionsTests
{
    private static readonly DataOptions Nothing = new(null, null, 28, ImageColor.Grey);

    // A recipe of images turned into one of curves.
    private static readonly string[] Curves =
        ["task.family=sinusoids", "learner.architecture=mlp", "learner.warp=none"];

    [Fact]
    public void A_recipe_of_images_may_be_asked_for_without_a_dataset()
    {
        var options = RecipeOptions.Check("maml", "1-3", [], Nothing, null, null, null);

        Assert.Equal((TaskFamily.FewShotImages, 3, "maml"), (options.Family, options.Seeds.Count, options.Label));
        Assert.Equal(Path.Combine("results", "maml.json"), options.Out);
    }

    [Fact]
    public void The_family_follows_the_settings() =>
        Assert.Equal(TaskFamily.Sinusoids, RecipeOptions.Check("maml", "1", Curves, Nothing, null, null, null).Family);

    [Fact]
    public void A_dataset_for_tasks_that_need_none_is_refused() =>
        Assert.Contains("--dataset", Refused(() => RecipeOptions.Check("maml", "1", Curves, Nothing with { Dataset = "glyphs" }, null, null, null)), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_recipe_is_answered_with_the_known_ones() =>
        Assert.Contains("warp-leap", Refused(() => RecipeOptions.Check("mamml", "1", [], Nothing, null, null, null)), StringComparison.Ordinal);

    [Fact]
    public void Settings_that_do_not_fit_together_are_named() =>
        Assert.Contains("innerLoop.steps", Refused(() => RecipeOptions.Check("maml", "1", ["innerLoop.steps=100000"], Nothing, null, null, null)), StringComparison.Ordinal);

    [Fact]
    public void Two_sources_of_images_are_one_too_many() =>
        Assert.Contains("not both", Refused(() => RecipeOptions.Check("maml", "1", [], Nothing with { Dataset = "a", Zip = new FileInfo("b.zip") }, null, null, null)), StringComparison.Ordinal);

    [Fact]
    public void A_zip_that_is_not_there_is_named() =>
        Assert.Contains("missing.zip", Refused(() => RecipeOptions.Check("maml", "1", [], Nothing with { Zip = new FileInfo("missing.zip") }, null, null, null)), StringComparison.Ordinal);

    private static string Refused(Action check)
    {
        var refused = Assert.Throws<CliException>(check);
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        return refused.Message;
    }
}
