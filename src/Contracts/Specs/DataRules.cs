using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Contracts.Specs;

/// <summary>What the rules between a spec and its dataset need to know of the dataset.</summary>
/// <param name="Channels">Image channels.</param>
/// <param name="Height">Image height in pixels.</param>
/// <param name="Width">Image width in pixels.</param>
/// <param name="Classes">Its classes.</param>
public sealed record DatasetShape(int Channels, int Height, int Width, IReadOnlyList<ClassShape> Classes);

/// <summary>One class of a dataset.</summary>
/// <param name="Group">Group of the class, empty where there are none.</param>
/// <param name="Split">The split it belongs to.</param>
/// <param name="Images">Number of its images.</param>
public sealed record ClassShape(string Group, ClassSplit Split, int Images);

/// <summary>Checks whether a dataset can fill the tasks that a spec asks for.</summary>
public static class DataRules
{
    private const int SmallestSide = 16;

    /// <summary>Everything wrong; empty when the run can start.</summary>
    /// <param name="spec">A spec without errors of its own.</param>
    /// <param name="data">The dataset.</param>
    public static IReadOnlyList<SpecError> Check(RunSpec spec, DatasetShape data)
    {
        var errors = new List<SpecError>();
        if (Math.Min(data.Height, data.Width) < SmallestSide)
            errors.Add(new("task.dataset", $"The images are {data.Width}×{data.Height} pixels; the network needs at least {SmallestSide}×{SmallestSide}. Import the dataset at a larger size."));
        if (spec.Task.Rotations && data.Height != data.Width)
            errors.Add(new("task.rotations", "Rotations as classes need square images; switch them off or import the dataset square."));
        var task = spec.Task.Family == TaskFamily.MultiShotImages ? spec.Task with { WithinGroup = true, Rotations = false } : spec.Task;
        foreach (var split in Enum.GetValues<ClassSplit>())
            errors.AddRange(Check(task, split, [.. data.Classes.Where(c => c.Split == split)]));
        if (errors.Count == 0)
            errors.AddRange(CheckShots(spec, [.. data.Classes.Where(c => c.Split == ClassSplit.Test)]));
        return errors;
    }

    private static IEnumerable<SpecError> CheckShots(RunSpec spec, IReadOnlyList<ClassShape> test) => spec.Evaluation.FurtherShots(spec.Task)
        .Where(shots => Check(spec.Task with { Shots = shots }, ClassSplit.Test, test).Any())
        .Take(1)
        .Select(shots => new SpecError("evaluation.mostShots", $"Too few images for test tasks of {shots} shots: with {spec.Task.Queries} queries they need {shots + spec.Task.Queries} images in each of {spec.Task.Ways} classes of the test split. Choose fewer."));

    private static IEnumerable<SpecError> Check(TaskSpec task, ClassSplit split, IReadOnlyList<ClassShape> classes)
    {
        // Held-out tasks have no rotated classes, so only training classes count four times.
        var turns = split == ClassSplit.Train && task.Rotations ? 4 : 1;
        var images = task.Shots + task.Queries;
        var name = split.ToString().ToLowerInvariant();
        var pools = (task.WithinGroup ? classes.GroupBy(c => c.Group, StringComparer.Ordinal).Select(group => group.ToArray()) : [[.. classes]]).ToArray();
        var largest = pools.Select(pool => turns * pool.Length).DefaultIfEmpty(0).Max();
        var where = task.WithinGroup ? $"no group of the {name} split has more than {largest} classes" : $"the {name} split has only {largest} classes";
        if (largest < task.Ways)
        {
            yield return new("task.ways", $"Tasks of {task.Ways} classes cannot be drawn: {where}. Choose fewer ways{(task.WithinGroup ? ", tasks across groups" : "")} or a dataset with more classes.");
            yield break;
        }

        var usable = pools.Select(pool => turns * pool.Count(c => c.Images >= images)).Max();
        if (usable < task.Ways)
            yield return new("task.queries", $"{task.Shots} shots and {task.Queries} queries need {images} images per class; in the {name} split only {usable} classes{(task.WithinGroup ? " of a group" : "")} have that many, and tasks need {task.Ways}. Choose fewer shots or queries.");
    }
}
