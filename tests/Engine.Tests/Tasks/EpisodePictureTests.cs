using System.Text.Json;
using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Tasks;

public sealed class EpisodePictureTests
{
    [Fact]
    public void A_task_that_runs_away_has_a_picture_that_JSON_can_carry()
    {
        using var scope = torch.NewDisposeScope();
        var spec = Samples.Spec with { InnerLoop = new InnerLoopSpec { Steps = 3, LearningRate = 1e35 } };
        var tasks = TaskDistributions.Of(spec, Samples.Images());
        var parameters = new MetaParameters(
            tasks.Learner.Draw(LayerRole.Warp, 1, ScalarType.Float32), tasks.Learner.Draw(LayerRole.Adapt, 1, ScalarType.Float32), ParameterSet.Empty);
        using var task = tasks.HeldOut(ClassSplit.Validation, 0, ScalarType.Float32);

        var picture = (EpisodePicture)tasks.Draw(task, parameters, CancellationToken.None)!;

        Assert.Contains(picture.Way!, point => point.QueryLoss == double.MaxValue);
        Assert.Contains("queryLoss", JsonSerializer.Serialize<TaskPicture>(picture, JsonSerializerOptions.Web), StringComparison.Ordinal);
    }
}
