using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Web.Shared.Pictures;

/// <summary>A way down a surface.</summary>
/// <param name="Class"><c>plain</c> or <c>warped</c>.</param>
/// <param name="Points">Its points, the start first.</param>
public sealed record SurfaceWay(string Class, IReadOnlyList<SurfacePoint> Points);
