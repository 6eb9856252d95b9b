using WarpGrad.Contracts.Adaptations;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.TryIt;

/// <summary>An adaptation that is under way.</summary>
/// <param name="Planned">Steps it will take.</param>
/// <param name="Images">The images asked about, in the order of the predictions; none where no images were.</param>
public sealed record LiveAdaptation(int Planned, IReadOnlyList<TakenImage> Images)
{
    /// <summary>The steps told so far, in order; some are left out.</summary>
    public List<TracedStep> Steps { get; } = [];
}
