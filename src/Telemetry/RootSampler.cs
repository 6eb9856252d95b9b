using System.Diagnostics;
using OpenTelemetry.Trace;

namespace WarpGrad.Telemetry;

/// <summary>
/// Decides which traces begin. Calls to the database that belong to no request, run or question are the steady looks of the
/// background services: each would be a trace of its own, many a second.
/// </summary>
/// <param name="others">Decides about the rest.</param>
internal sealed class RootSampler(Sampler others) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Client ? new SamplingResult(SamplingDecision.Drop) : others.ShouldSample(samplingParameters);
}
