using Bunit;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;

namespace WarpGrad.Web.Tests.Runs;

public sealed class NetworkPictureTests : Page
{
    [Fact]
    public void What_is_drawn_is_also_said_in_words()
    {
        var picture = Render<NetworkPicture>(parameters => parameters.Add(p => p.Spec, new RunSpec()));

        Assert.Equal(picture.FindAll("svg[role=img] .layer").Count, picture.FindAll("ol li").Count);
        Assert.Contains("warp1: 3×3 convolution, 64 filters; warp: stays, and shapes every step", picture.FindAll("ol li").Select(item => item.TextContent));
        Assert.Equal(["adapts to each task", "warp: stays, and shapes every step"], picture.FindAll(".key li").Select(item => item.TextContent.Trim()));
    }

    [Fact]
    public void It_follows_the_spec()
    {
        var spec = new RunSpec();
        var picture = Render<NetworkPicture>(parameters => parameters.Add(p => p.Spec, spec));
        Assert.Equal(4, picture.FindAll("[data-part=warp]").Count);

        picture.Render(parameters => parameters.Add(p => p.Spec, spec with { Learner = spec.Learner with { Warp = WarpDesign.None } }));

        Assert.Empty(picture.FindAll("[data-part=warp]"));
        Assert.Equal(4, picture.FindAll("[data-part=task] .meter-fill").Count);
    }
}
