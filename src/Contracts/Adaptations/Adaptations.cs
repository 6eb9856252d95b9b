using System.Text.Json.Serialization;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Adaptations;

/// <summary>State of an adaptation.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AdaptationState>))]
public enum AdaptationState
{
    /// <summary>Waits for a worker or is being computed.</summary>
    Pending,

    /// <summary>Answered.</summary>
    Done,

    /// <summary>Failed; the problem says why.</summary>
    Failed,
}

/// <summary>
/// What to adapt to and what to answer. Models of images take labelled images, models of curves take numbers, maze models take a maze,
/// surface models take a surface.
/// </summary>
public sealed record AdaptAndPredictRequest
{
    /// <summary>Labelled examples: images of 2 to 100 labels, or points of a curve.</summary>
    public IReadOnlyList<SupportExample> Support { get; init; } = [];

    /// <summary>Examples to predict.</summary>
    public IReadOnlyList<QueryExample> Query { get; init; } = [];

    /// <summary>The maze to walk through, for maze models.</summary>
    public MazeQuestion? Maze { get; init; }

    /// <summary>The surface to descend, for surface models.</summary>
    public SurfaceQuestion? Surface { get; init; }

    /// <summary>Adaptation steps, 0 to 500; the model's own number when absent.</summary>
    public int? Steps { get; init; }

    /// <summary>Step size of adaptation; the model's own when absent.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Ends adapting early, as soon as the loss on the examples is below this number; never when absent.</summary>
    public double? StopBelow { get; init; }

    /// <summary>Whether the examples are also used to judge: each predicted by a model adapted to the others.</summary>
    public LeaveOneOut LeaveOneOut { get; init; }

    /// <summary>
    /// Whether the warp-layers stay in; true when absent. Without them the network starts and adapts alike with the identity in their place,
    /// which shows what they do for this model, and not what a model meta-trained without warps would do. Images and curves only.
    /// </summary>
    public bool Warp { get; init; } = true;

    /// <summary>
    /// Whether the answer has the predictions before adaptation and after each step: at most <see cref="Limits.TracedPredictions"/> of them.
    /// Images and curves only; the picture of a curve then has it after every step.
    /// </summary>
    public bool Trace { get; init; }

    /// <summary>
    /// Whether the answer comes as server-sent events (<c>text/event-stream</c>): <c>step</c>, a <see cref="TracedStep"/>, every twentieth of a second while
    /// the model adapts, and last <c>answer</c>, an <see cref="AdaptAndPredictResponse"/>, or <c>problem</c>, or <c>pending</c>, an
    /// <see cref="AdaptationDetail"/>, where it takes longer than the caller waits. Steps whose predictions are too many for an event come without them.
    /// Needs <see cref="Trace"/>.
    /// </summary>
    public bool Stream { get; init; }
}

/// <summary>A labelled example: <see cref="Label"/> and <see cref="Image"/>, or <see cref="X"/> and <see cref="Y"/>.</summary>
public sealed record SupportExample
{
    /// <summary>Class of the image, any text of 1 to 100 characters.</summary>
    public string? Label { get; init; }

    /// <summary>PNG, JPEG, WebP, GIF or BMP (base64 in JSON).</summary>
    public byte[]? Image { get; init; }

    /// <summary>Input of a point: one number.</summary>
    public IReadOnlyList<double>? X { get; init; }

    /// <summary>Target of a point: one number.</summary>
    public IReadOnlyList<double>? Y { get; init; }

    /// <summary>Number of the part a point belongs to, for continual models, which learn the parts in ascending order.</summary>
    public int Part { get; init; }
}

/// <summary>An example to predict: an <see cref="Image"/>, or <see cref="X"/>.</summary>
public sealed record QueryExample
{
    /// <summary>Returned with its prediction; unique within the request. Made from the place when absent.</summary>
    public string? Id { get; init; }

    /// <summary>PNG, JPEG, WebP, GIF or BMP (base64 in JSON).</summary>
    public byte[]? Image { get; init; }

    /// <summary>Input of a point: one number.</summary>
    public IReadOnlyList<double>? X { get; init; }
}

/// <summary>A maze to walk through.</summary>
public sealed record MazeQuestion
{
    /// <summary>One text per row, '#' for walls and '.' for free cells; as large as the model's mazes, with a closed border. The model's own maze when absent.</summary>
    public IReadOnlyList<string>? Walls { get; init; }

    /// <summary>Where the goal is: a free cell.</summary>
    public MazeCell Goal { get; init; }

    /// <summary>Where the agent starts; the centre when absent.</summary>
    public MazeCell? Start { get; init; }

    /// <summary>Seed of the agent's choices.</summary>
    public long Seed { get; init; } = 1;
}

/// <summary>A surface of paper App. D and where to start on it.</summary>
public sealed record SurfaceQuestion
{
    /// <summary>a₁ … a₃.</summary>
    public IReadOnlyList<double> A { get; init; } = [];

    /// <summary>b₁ … b₃.</summary>
    public IReadOnlyList<double> B { get; init; } = [];

    /// <summary>s, not 0.</summary>
    public double S { get; init; } = 5;

    /// <summary>Coordinates of the start on the surface, each from -3 to 3.</summary>
    public IReadOnlyList<double> Start { get; init; } = [];
}

/// <summary>What a model answered: to adapt-and-predict, or as a kept adaptation.</summary>
/// <param name="AdaptationId">Id of the adaptation.</param>
/// <param name="Model">Team and slug of the model, as <c>team/model</c>.</param>
/// <param name="Version">Version that was adapted.</param>
/// <param name="Labels">Labels in the order they first appeared in the support set; empty without labels.</param>
/// <param name="Predictions">One for each query, in the order sent.</param>
/// <param name="SupportLoss">Loss on the examples before adaptation and after each step.</param>
/// <param name="Timings">Where the time went.</param>
/// <param name="Picture">The fitted curve, the agent's path, or the descent; null for images.</param>
/// <param name="Steps">Adaptation steps done: fewer than asked for where it stopped early.</param>
/// <param name="LeaveOneOut">How the examples themselves were predicted; null where that was not asked for, or not possible.</param>
/// <param name="Warning">One sentence, with numbers, when the examples look unlike those of meta-training; null when they do not.</param>
/// <param name="Trace">Before adaptation and after each step, the last equal to the answer itself; null where it was not asked for.</param>
/// <param name="Warp">Whether the warp-layers were in.</param>
public sealed record AdaptAndPredictResponse(
    Guid AdaptationId, string Model, int Version, IReadOnlyList<string> Labels, IReadOnlyList<Prediction> Predictions,
    IReadOnlyList<double> SupportLoss, AdaptationTimings Timings, TaskPicture? Picture = null, int Steps = 0,
    LeaveOneOutResult? LeaveOneOut = null, string? Warning = null, IReadOnlyList<TracedStep>? Trace = null, bool Warp = true);

/// <summary>Where adaptation was after some steps.</summary>
/// <param name="Step">Adaptation steps taken.</param>
/// <param name="SupportLoss">Loss on the examples.</param>
/// <param name="Predictions">What it would have answered, one for each query.</param>
public sealed record TracedStep(int Step, double SupportLoss, IReadOnlyList<Prediction> Predictions);

/// <summary>The prediction for one query.</summary>
/// <param name="Id">Id of the query.</param>
/// <param name="Label">Most probable label; null for curves.</param>
/// <param name="Probabilities">Probability of each label; null for curves.</param>
/// <param name="Y">Output for a point; null for images.</param>
public sealed record Prediction(string Id, string? Label, IReadOnlyDictionary<string, double>? Probabilities, IReadOnlyList<double>? Y = null);

/// <summary>Milliseconds an adaptation took.</summary>
/// <param name="QueueMs">From the request until a worker took it, and the wait for others where several are adapted to together.</param>
/// <param name="AdaptMs">Adapting, all of those together included, and leave-one-out.</param>
/// <param name="PredictMs">Predicting.</param>
/// <param name="ReadMs">Reading images; loading the model, and adapting anew what was kept, where they were not in memory.</param>
public sealed record AdaptationTimings(double QueueMs, double AdaptMs, double PredictMs, double ReadMs = 0);

/// <summary>An adaptation by id.</summary>
/// <param name="Id">Id.</param>
/// <param name="State">State.</param>
/// <param name="Result">The answer when done; of a kept adaptation that of its newest round.</param>
/// <param name="FailureReason">One sentence when failed.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Kept">What it is kept as; null when it is not kept.</param>
public sealed record AdaptationDetail(
    Guid Id, AdaptationState State, AdaptAndPredictResponse? Result, string? FailureReason, DateTimeOffset CreatedAt, KeptAdaptation? Kept = null);
