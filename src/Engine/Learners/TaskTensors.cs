using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Tasks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Learners;

/// <summary>A few-shot task as tensors, or several of equal shapes as one, a stack.</summary>
public sealed class TaskTensors : IDisposable
{
    private TaskTensors(Tensor all, Tensor supportLabels, Tensor queryLabels, Tensor membership, Tensor classes, FewShotTask task)
    {
        (All, SupportLabels, QueryLabels, Membership, Classes) = (all, supportLabels, queryLabels, membership, classes);
        (SupportCount, Ways) = (task.SupportCount, task.Ways);
        QueryCount = queryLabels.shape[^1];
        Support = all.narrow(0, 0, SupportCount);
        Query = all.narrow(0, SupportCount, QueryCount);
    }

    /// <summary>
    /// Tasks that these tensors are of. Of more than one, images hold the channels of one task after those of another, [n, stack · c, h, w],
    /// and all else has the tasks as its first dimension.
    /// </summary>
    public int Stack { get; private init; } = 1;

    /// <summary>Support images [support, c, h, w].</summary>
    public Tensor Support { get; }

    /// <summary>Query images [query, c, h, w].</summary>
    public Tensor Query { get; }

    /// <summary>Support, then query images.</summary>
    public Tensor All { get; }

    /// <summary>Class of each support image, int64 [support].</summary>
    public Tensor SupportLabels { get; }

    /// <summary>Class of each query image, int64 [query].</summary>
    public Tensor QueryLabels { get; }

    /// <summary>Row c averages the support images of class c: [ways, support].</summary>
    public Tensor Membership { get; }

    /// <summary>Index of each class among the training classes, int64 [ways]; empty for tasks that come from elsewhere.</summary>
    public Tensor Classes { get; }

    /// <summary>Number of classes.</summary>
    public int Ways { get; }

    /// <summary>Number of support images.</summary>
    public long SupportCount { get; }

    /// <summary>Number of query images.</summary>
    public long QueryCount { get; }

    /// <summary>Copies a task into tensors that the caller owns.</summary>
    /// <param name="task">The task.</param>
    /// <param name="place">Where the tensors are to live.</param>
    public static TaskTensors From(FewShotTask task, Placement place)
    {
        using var scope = torch.NewDisposeScope();
        var all = PixelScale.ToTensor(task.Images, task.Image, place);
        var labels = torch.tensor(task.Labels).to(place.Device);
        var tensors = new TaskTensors(
            all,
            labels.narrow(0, 0, task.SupportCount).clone(),
            labels.narrow(0, task.SupportCount, task.Labels.Length - task.SupportCount).clone(),
            Means(task, place),
            torch.tensor(task.Classes).to(place.Device),
            task);
        foreach (var tensor in tensors.Owned)
            tensor.DetachFromDisposeScope();
        return tensors;
    }

    /// <summary>Copies several tasks into tensors that the caller owns.</summary>
    /// <param name="tasks">Two tasks or more, of equal shapes.</param>
    /// <param name="place">Where the tensors are to live.</param>
    /// <exception cref="ArgumentException">When there are fewer, or their shapes differ.</exception>
    public static TaskTensors Stacked(IReadOnlyList<FewShotTask> tasks, Placement place)
    {
        var first = tasks[0];
        if (tasks.Count < 2 || tasks.Any(task => ShapeOf(task) != ShapeOf(first)))
            throw new ArgumentException("A stack is made of two tasks or more, with the same ways and the same numbers of images.", nameof(tasks));
        using var scope = torch.NewDisposeScope();
        var (size, count) = (first.Image.Size, first.Labels.Length);
        var pixels = new float[count * tasks.Count * size];
        for (var i = 0; i < count * tasks.Count; i++)
            tasks[i % tasks.Count].Images.AsSpan(i / tasks.Count * size, size).CopyTo(pixels.AsSpan(i * size));
        var labels = torch.tensor(tasks.SelectMany(task => task.Labels).ToArray(), [tasks.Count, count]).to(place.Device);
        var tensors = new TaskTensors(
            place.Put(torch.tensor(pixels, [count, tasks.Count * first.Image.Channels, first.Image.Height, first.Image.Width])),
            labels.narrow(1, 0, first.SupportCount).clone(),
            labels.narrow(1, first.SupportCount, count - first.SupportCount).clone(),
            place.Put(torch.stack([.. tasks.Select(task => Means(task, new Placement(place.Type, torch.CPU)))])),
            torch.tensor(tasks.SelectMany(task => task.Classes).ToArray(), [tasks.Count, first.Classes.Length]).to(place.Device),
            first)
        {
            Stack = tasks.Count,
        };
        foreach (var tensor in tensors.Owned)
            tensor.DetachFromDisposeScope();
        return tensors;
    }

    private static (ImageShape, int, int, int, int) ShapeOf(FewShotTask task) =>
        (task.Image, task.Ways, task.SupportCount, task.Labels.Length, task.Classes.Length);

    private IEnumerable<Tensor> Owned => [All, Support, Query, SupportLabels, QueryLabels, Membership, Classes];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Owned)
            tensor.Dispose();
    }

    private static Tensor Means(FewShotTask task, Placement place)
    {
        var support = task.Labels.AsSpan(0, task.SupportCount);
        var counts = new int[task.Ways];
        foreach (var label in support)
            counts[label]++;
        var rows = new double[task.Ways * task.SupportCount];
        for (var i = 0; i < support.Length; i++)
            rows[support[i] * task.SupportCount + i] = 1.0 / counts[support[i]];
        return place.Put(torch.tensor(rows, [task.Ways, task.SupportCount]));
    }
}
