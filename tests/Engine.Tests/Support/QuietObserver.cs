using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Engine.Tests.Support;

/// <summary>Remembers what a run reports.</summary>
internal sealed class QuietObserver(Action<long, MetaTrainer>? onCheckpoint = null, Action<long>? onMetrics = null) : ITrainingObserver
{
    public List<(long Step, IReadOnlyDictionary<string, double> Values)> Reported { get; } = [];

    public List<TaskPicture> Pictures { get; } = [];

    public void Metrics(long step, IReadOnlyDictionary<string, double> values)
    {
        Reported.Add((step, values));
        onMetrics?.Invoke(step);
    }

    public void Log(long step, string message)
    {
    }

    public void Picture(long step, TaskPicture picture) => Pictures.Add(picture);

    public void Checkpoint(long step, MetaTrainer trainer) => onCheckpoint?.Invoke(step, trainer);
}
