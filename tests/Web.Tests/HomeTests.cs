using Bunit;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Home;

namespace WarpGrad.Web.Tests;

/// <summary>Beginnings that the first page offers.</summary>
public sealed class HomeTests : Page
{
    [Fact]
    public void Every_experiment_of_the_paper_leads_to_a_recipe_that_there_is_and_says_which_data_it_needs()
    {
        var list = Render<PaperRecipes>();
        var experiments = list.FindAll("li");
        Assert.NotEmpty(experiments);
        Assert.All(experiments, experiment =>
        {
            var recipe = Recipes.Find(experiment.QuerySelector("a")!.GetAttribute("href")!.Split('=')[1]);
            Assert.NotNull(recipe);
            Assert.Equal(recipe.Title, experiment.QuerySelector("a")!.TextContent);
            var family = recipe.Spec["task"]?["family"]?.GetValue<string>();
            var needsData = family is null or "fewShotImages" or "multiShotImages";
            Assert.Contains(needsData ? "Needs a dataset" : "Needs no data", experiment.QuerySelector(".muted")!.TextContent, StringComparison.Ordinal);
        });
    }
}
