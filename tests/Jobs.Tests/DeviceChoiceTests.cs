using WarpGrad.Jobs.Workers;

namespace WarpGrad.Jobs.Tests;

/// <summary>A worker whose settings name a device that it cannot have does not start, and says which setting it is.</summary>
public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData("tpu", "Worker__Device is auto, cpu, cuda or cuda:n, not 'tpu'.")]
    [InlineData("cuda:63", "Worker__Device: There is no device 'cuda:63' here")]
    public void A_device_that_is_not_there_is_refused(string device, string sentence)
    {
        Assert.StartsWith(sentence, DeviceChoice.Refusal(new WorkerOptions { Device = device }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_processor_bears_several_runs_at_once() =>
        Assert.Null(DeviceChoice.Refusal(new WorkerOptions { Device = "cpu", TrainingThreads = 3 }));
}
