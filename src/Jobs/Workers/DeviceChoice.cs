using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Jobs.Workers;

/// <summary>Refuses settings that name a device which is not there, or that the device does not bear.</summary>
internal sealed class DeviceChoice : IValidateOptions<WorkerOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        if (!ComputeDevices.IsKnown(options.Device))
            return ValidateOptionsResult.Fail($"Worker:Device is auto, cpu, cuda or cuda:n, not '{options.Device}'.");
        try
        {
            if (ComputeDevice.Find(options.Device).IsGpu && options.TrainingThreads > 1)
                return ValidateOptionsResult.Fail($"Worker:TrainingThreads is 1 on a GPU, not {options.TrainingThreads}: start one worker for each GPU.");
        }
        catch (DeviceMissingException exception)
        {
            return ValidateOptionsResult.Fail($"Worker:Device: {exception.Message}");
        }

        return ValidateOptionsResult.Success;
    }
}
