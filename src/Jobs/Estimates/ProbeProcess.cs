using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Probing;
using WarpGrad.Jobs.Runs;

namespace WarpGrad.Jobs.Estimates;

/// <summary>
/// A process that probes one spec: the worker's own program in another role. Its memory is the probe's alone, and when it takes
/// too much, it is this process that dies.
/// </summary>
internal static class ProbeProcess
{
    /// <summary>First argument of the program in this role.</summary>
    public const string Role = "probe";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Asks a process and waits for its answer.</summary>
    /// <returns>The estimate, or one sentence why there is none.</returns>
    public static async Task<(RunEstimate? Estimate, string? Failure)> AskAsync(ProbeQuestion question, CancellationToken stop)
    {
        if (!ComputeDevice.Own.IsGpu)
            return await AskOneAsync(question, stop);

        // What a process has once taken of a GPU's memory it keeps, and would hide what is measured after it.
        var (run, failure) = await AskOneAsync(question with { Part = ProbePart.Run }, stop);
        var (path, _) = run is null ? default : await AskOneAsync(question with { Part = ProbePart.ThroughPath }, stop);
        return (run is null ? null : run with { ThroughPathMegabytes = path?.ThroughPathMegabytes }, failure);
    }

    private static async Task<(RunEstimate? Estimate, string? Failure)> AskOneAsync(ProbeQuestion question, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Longest);
        using var process = Process.Start(StartInfo())!;
        try
        {
            // Both ends are read while the question is written: a full pipe would hold the process up.
            var (answer, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await using (var input = process.StandardInput.BaseStream)
                await JsonSerializer.SerializeAsync(input, question, SpecJson.Options, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode switch
            {
                0 => (JsonSerializer.Deserialize<RunEstimate>(await answer, SpecJson.Options), null),
                Refused => (null, (await errors).Trim()),
                _ => (null, $"The probe process died, probably for want of memory: {RunFailure.LessMemory}."),
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, $"The probe did not come to its end within {Longest.TotalSeconds:0} seconds: a few meta-steps of this spec take longer than that.");
        }
        catch (IOException)
        {
            return (null, "The probe process died before it had read its question.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>What the process does: question on standard input, answer on standard output.</summary>
    /// <param name="device">The device of the worker that asks.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(string device)
    {
        try
        {
            // Where memory runs out, this is the process to end, not the worker that trains.
            if (OperatingSystem.IsLinux())
                await File.WriteAllTextAsync("/proc/self/oom_score_adj", "1000");
            ComputeDevice.Use(device);
            await using var input = Console.OpenStandardInput();
            var question = (await JsonSerializer.DeserializeAsync<ProbeQuestion>(input, SpecJson.Options))!;
            var (spec, images, part) = (question.Spec, question.Images(), question.Part);
            var run = part == ProbePart.ThroughPath ? new RunEstimate(0, 0, 0, null, 0, null) : RunProbe.Measure(spec, images, CancellationToken.None);
            var estimate = part == ProbePart.Run ? run : run with { ThroughPathMegabytes = RunProbe.MeasureThroughPath(spec, images, CancellationToken.None) };
            await using var output = Console.OpenStandardOutput();
            await JsonSerializer.SerializeAsync(output, estimate, SpecJson.Options);
            return 0;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(RunFailure.Explain(exception));
            return Refused;
        }
    }

    private const int Refused = 3;

    private static ProcessStartInfo StartInfo()
    {
        var (program, dll) = (Environment.ProcessPath!, Assembly.GetEntryAssembly()!.Location);
        // The program is its own executable, or is run by dotnet.
        string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [dll, Role, ComputeDevice.Own.Name] : [Role, ComputeDevice.Own.Name];
        return new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
    }
}
