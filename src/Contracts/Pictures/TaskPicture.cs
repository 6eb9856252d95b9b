using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Pictures;

/// <summary>What a learner did on one task, for looking at. The kind follows the task family.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(EpisodePicture), "episode")]
[JsonDerivedType(typeof(CurvePicture), "curve")]
[JsonDerivedType(typeof(StreamPicture), "stream")]
[JsonDerivedType(typeof(MazePicture), "maze")]
[JsonDerivedType(typeof(SurfacePicture), "surface")]
public abstract record TaskPicture;

/// <summary>A task of images: some of its support and query images, and what was predicted after adaptation.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Support">Support images.</param>
/// <param name="Query">Query images with predictions.</param>
/// <param name="Way">The inner loop on this task, from step 0 on; empty in pictures of earlier versions.</param>
public sealed record EpisodePicture(
    int Channels, int Height, int Width, IReadOnlyList<EpisodeImage> Support, IReadOnlyList<EpisodeImage> Query,
    IReadOnlyList<EpisodeStep>? Way = null) : TaskPicture;

/// <summary>A point of the inner loop.</summary>
/// <param name="Step">Adaptation steps taken.</param>
/// <param name="SupportLoss">Loss on the support set that the next step lowers; null at the end, where there is no next step.</param>
/// <param name="QueryLoss">Loss on the query set.</param>
/// <param name="Accuracy">Part of all queries of the task that are answered right.</param>
public sealed record EpisodeStep(int Step, double? SupportLoss, double QueryLoss, double Accuracy);

/// <summary>An image of an episode.</summary>
/// <param name="Label">Its class within the task, from 0.</param>
/// <param name="Predicted">The class predicted; null for support images.</param>
/// <param name="Pixels">uint8 [channels, height, width].</param>
public sealed record EpisodeImage(int Label, int? Predicted, byte[] Pixels);

/// <summary>A curve fitted to a few points.</summary>
/// <param name="SupportX">Inputs of the support examples.</param>
/// <param name="SupportY">Their targets.</param>
/// <param name="X">Inputs at which the curves are given.</param>
/// <param name="Target">The true curve; empty where it is not known.</param>
/// <param name="Fits">The learner's curve on the way of adaptation.</param>
public sealed record CurvePicture(
    IReadOnlyList<double> SupportX, IReadOnlyList<double> SupportY, IReadOnlyList<double> X, IReadOnlyList<double> Target,
    IReadOnlyList<CurveFit> Fits) : TaskPicture;

/// <summary>A learner's curve after some adaptation steps.</summary>
/// <param name="Step">Adaptation steps taken.</param>
/// <param name="Y">Outputs at the picture's inputs.</param>
public sealed record CurveFit(int Step, IReadOnlyList<double> Y);

/// <summary>A curve learned part by part.</summary>
/// <param name="Bounds">Ends of the parts, one more than there are parts, ascending.</param>
/// <param name="X">Inputs at which the curves are given.</param>
/// <param name="Target">The true curve; empty where it is not known.</param>
/// <param name="Fits">The learner's curve before adaptation and after each part.</param>
/// <param name="Losses">Forgetting matrix: row t holds the loss on every part after part t was learned.</param>
/// <param name="Steps">Adaptation steps at which <paramref name="Stream"/> is given.</param>
/// <param name="Stream">One series per part: its loss over the whole stream.</param>
public sealed record StreamPicture(
    IReadOnlyList<double> Bounds, IReadOnlyList<double> X, IReadOnlyList<double> Target, IReadOnlyList<CurveFit> Fits,
    IReadOnlyList<IReadOnlyList<double>> Losses, IReadOnlyList<int> Steps, IReadOnlyList<IReadOnlyList<double>> Stream) : TaskPicture;

/// <summary>An agent's way through a maze.</summary>
/// <param name="Walls">One text per row, '#' for walls and '.' for free cells.</param>
/// <param name="Goal">Where the goal is.</param>
/// <param name="Path">The agent's cell at the start and after each move; a jump follows each reward.</param>
/// <param name="Rewards">Reward of each move.</param>
/// <param name="Total">Sum of the rewards.</param>
public sealed record MazePicture(
    IReadOnlyList<string> Walls, MazeCell Goal, IReadOnlyList<MazeCell> Path, IReadOnlyList<double> Rewards, double Total) : TaskPicture;

/// <summary>A cell of a maze.</summary>
/// <param name="Row">Row from the top, from 0.</param>
/// <param name="Column">Column from the left, from 0.</param>
public readonly record struct MazeCell(int Row, int Column);

/// <summary>Plain and warped gradient descent on one surface, from the same point.</summary>
/// <param name="Range">Both coordinates run from minus this to this.</param>
/// <param name="Side">Grid points along each axis.</param>
/// <param name="Heights">The surface f, row by row: x₂ ascending, then x₁ ascending.</param>
/// <param name="WarpedHeights">f∘Ω on the same grid of the warped space, where gradient descent runs.</param>
/// <param name="Plain">Points of plain descent on the surface.</param>
/// <param name="Warped">Points of warped descent, mapped to the surface by Ω.</param>
/// <param name="WarpedInside">The same points in the warped space.</param>
/// <param name="PlainLosses">f along plain descent.</param>
/// <param name="WarpedLosses">f along warped descent.</param>
public sealed record SurfacePicture(
    double Range, int Side, IReadOnlyList<double> Heights, IReadOnlyList<double> WarpedHeights,
    IReadOnlyList<SurfacePoint> Plain, IReadOnlyList<SurfacePoint> Warped, IReadOnlyList<SurfacePoint> WarpedInside,
    IReadOnlyList<double> PlainLosses, IReadOnlyList<double> WarpedLosses) : TaskPicture;

/// <summary>A point of a surface's plane.</summary>
/// <param name="X1">First coordinate.</param>
/// <param name="X2">Second coordinate.</param>
public readonly record struct SurfacePoint(double X1, double X2);
