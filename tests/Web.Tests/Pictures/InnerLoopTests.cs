using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Web.Shared.Pictures;

namespace WarpGrad.Web.Tests.Pictures;

/// <summary>The way of adaptation beside the picture of what came of it.</summary>
public sealed class InnerLoopTests : Page
{
    public InnerLoopTests()
    {
        Services.AddSingleton(TimeProvider.System);
        Render<MudBlazor.MudPopoverProvider>();
    }

    [Fact]
    public void A_fit_of_a_known_curve_shows_its_error_after_each_step()
    {
        var picture = new CurvePicture([0], [1], [-1, 1], [1, 1], [new CurveFit(0, [3, 3]), new CurveFit(1, [2, 2]), new CurveFit(5, [1, 1])]);
        var chart = Render<TaskPictureView>(parameters => parameters.Add(view => view.Picture, picture)).Find("[data-testid=chart-inner-loop]");
        Assert.Equal("3", chart.GetAttribute("data-points"));
    }

    [Fact]
    public void A_fit_of_a_curve_that_nobody_knows_has_no_error()
    {
        var picture = new CurvePicture([0], [1], [-1, 1], [], [new CurveFit(0, [3, 3]), new CurveFit(1, [2, 2])]);
        Assert.Empty(Render<TaskPictureView>(parameters => parameters.Add(view => view.Picture, picture)).FindAll("[data-testid=chart-inner-loop]"));
    }

    [Fact]
    public void A_way_through_a_maze_shows_the_reward_collected_move_by_move()
    {
        var picture = new MazePicture(["..", ".."], new MazeCell(1, 1), [new(0, 0), new(0, 1), new(1, 1)], [0, 1], 1);
        var chart = Render<TaskPictureView>(parameters => parameters.Add(view => view.Picture, picture)).Find("[data-testid=chart-inner-loop]");
        Assert.Equal("3", chart.GetAttribute("data-points"));
    }
}
