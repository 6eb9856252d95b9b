using System.Globalization;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Web.TryIt;

/// <summary>What a visitor asks of a model, while it is being put together.</summary>
public abstract class Question
{
    /// <summary>What still lacks before it can be asked; null when nothing does.</summary>
    public abstract string? Missing { get; }

    /// <summary>Whether it asks for predictions beside the examples.</summary>
    public virtual bool HasQueries => Request.Query.Count > 0;

    /// <summary>The request, without options that all models share.</summary>
    public abstract AdaptAndPredictRequest Request { get; }

    /// <summary>The beginning of a question to a model.</summary>
    /// <param name="spec">Spec of the model version.</param>
    public static Question For(RunSpec spec) => spec.Task.Family switch
    {
        TaskFamily.FewShotImages or TaskFamily.MultiShotImages => new ImageQuestion(spec.Learner.Head == HeadKind.Fixed ? spec.Task.Ways : null),
        TaskFamily.Sinusoids => new CurveQuestion(CurveFrame.Of(spec.Task.Sinusoid)),
        TaskFamily.ContinualSines => new CurveQuestion(CurveFrame.Of(spec.Task.Continual)),
        TaskFamily.Maze => new MazeDraft(spec.Task.Maze.Size),
        TaskFamily.Surfaces => new SurfaceDraft(spec.Task.Surface.AsPrinted),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Task.Family, "Unknown family."),
    };

    /// <summary>Reads a number as it is written in fields.</summary>
    protected static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
