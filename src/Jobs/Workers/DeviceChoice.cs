using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Jobs.Workers;

/// <summary>Takes the device that the settings name, when the worker starts, and refuses settings that the device does not bear.</summary>
internal static class DeviceChoice
{
    /// <summary>Takes the device.</summary>
    /// <returns>Null, or one sentence that names the setting at fault.</returns>
    public static string? Take(WorkerOptions options)
    {
        if (!ComputeDevices.IsKnown(options.Device))
            return $"Worker__Device is auto, cpu, cuda or cuda:n, not '{options.Device}'.";
        try
        {
            return ComputeDevice.Use(options.Device).IsGpu && options.TrainingThreads > 1
                ? $"Worker__TrainingThreads is 1 on a GPU, not {options.TrainingThreads}: start one worker for each GPU."
                : null;
        }
        catch (DeviceMissingException exception)
        {
            return $"Worker__Device: {exception.Message}";
        }
    }
}
