namespace WarpGrad.Engine.Compute;

/// <summary>A run or a process asks for a device that is not there.</summary>
/// <param name="wanted">What was asked for.</param>
/// <param name="present">What there is.</param>
public sealed class DeviceMissingException(string wanted, string present)
    : Exception($"There is no device '{wanted}' here, only {present}. Choose auto or cpu, or start a worker on a machine that has it.");
