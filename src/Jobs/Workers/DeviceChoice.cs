using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Jobs.Workers;

/// <summary>Refuses settings that name a device which is not there, or that the device does not bear.</summary>
internal static class DeviceChoice
{
    /// <summary>What is wrong with the device, if anything.</summary>
    /// <returns>Null, or one sentence that names the setting at fault.</returns>
    public static string? Refusal(WorkerOptions options)
    {
        if (!ComputeDevices.IsKnown(options.Device))
            return $"Worker__Device is auto, cpu, cuda or cuda:n, not '{options.Device}'.";
        try
        {
            return ComputeDevice.Find(options.Device).IsGpu && options.TrainingThreads > 1
                ? $"Worker__TrainingThreads is 1 on a GPU, not {options.TrainingThreads}: start one worker for each GPU."
                : null;
        }
        catch (DeviceMissingException exception)
        {
            return $"Worker__Device: {exception.Message}";
        }
    }
}
