using WarpGrad.Contracts.Inspections;
using WarpGrad.Engine;
using WarpGrad.Engine.Inspection;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Says what the warps of a model do.</summary>
internal static class Inspections
{
    /// <summary>The figures of the caller's images; without any those in the model's file, and without these those of drawn tasks.</summary>
    /// <param name="request">A checked request.</param>
    /// <param name="model">The model.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When the file has no figures, and images are needed and not given.</exception>
    public static WarpInspection Of(InspectModelRequest request, WarpModel model, CancellationToken stop)
    {
        if (request.Support.Count == 0)
            return model.Inspection ?? WarpInspector.OfDrawnTasks(model, stop);
        List<string> labels = [.. request.Support.Select(example => example.Label!).Distinct()];
        var pixels = PackedPixels.OfSupport(request.Support, model.Image!.Value);
        return WarpInspector.OfExamples(model, pixels, [.. request.Support.Select(example => labels.IndexOf(example.Label!))], labels.Count, stop);
    }
}
