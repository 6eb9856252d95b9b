using TorchSharp;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Engine.Learners;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks;

/// <summary>Turns a task of images and its predictions into a picture of bounded size.</summary>
internal static class EpisodePictures
{
    private const int MostWays = 20, MostPerClass = 3;

    /// <summary>Draws the first classes of a task, and of each the first few support and query images.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="task">The images.</param>
    /// <param name="predicted">Class predicted for each query, int64 [query].</param>
    public static EpisodePicture Draw(ImageLearner learner, TaskTensors task, IReadOnlyList<long> predicted) => new(
        learner.Image.Channels, learner.Image.Height, learner.Image.Width,
        Choose(learner, task.Support, task.SupportLabels, null), Choose(learner, task.Query, task.QueryLabels, predicted));

    private static List<EpisodeImage> Choose(ImageLearner learner, Tensor images, Tensor labels, IReadOnlyList<long>? predicted)
    {
        using var scope = torch.NewDisposeScope();
        var classes = labels.cpu().data<long>().ToArray();
        var seen = new Dictionary<long, int>();
        var chosen = new List<EpisodeImage>();
        for (var i = 0; i < classes.Length; i++)
        {
            var before = seen.GetValueOrDefault(classes[i]);
            if (classes[i] >= MostWays || before >= MostPerClass)
                continue;
            seen[classes[i]] = before + 1;
            chosen.Add(new EpisodeImage((int)classes[i], predicted is null ? null : (int)predicted[i], Pixels(learner, images, i)));
        }

        return chosen;
    }

    private static byte[] Pixels(ImageLearner learner, Tensor images, int index)
    {
        using var scope = torch.NewDisposeScope();
        var values = images[index].to(ScalarType.Float32, torch.CPU).contiguous().data<float>().ToArray();
        return Array.ConvertAll(values, value => PixelScale.ToByte(value, learner.InvertsImages));
    }
}
