using System.Diagnostics;
using System.Text.Json.Nodes;
using WarpGrad.Fuzz.Checking;
using WarpGrad.Fuzz.Description;
using WarpGrad.Fuzz.Generation;
using WarpGrad.Fuzz.World;

namespace WarpGrad.Fuzz;

/// <summary>One run of the fuzzer against one installation.</summary>
public static class FuzzRun
{
    /// <summary>Makes teams, people and things, sends the requests, and tells what should not have been answered.</summary>
    /// <param name="options">What to send where.</param>
    /// <param name="output">Takes progress, findings and, in the last line, their number.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(FuzzOptions options, TextWriter output)
    {
        using var http = Sender.Client(options.Address);
        var clock = Stopwatch.StartNew();
        var document = ApiDocument.Parse(JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!.AsObject());
        var world = await WorldBuilder.BuildAsync(http, options.Token, output);
        await output.WriteLineAsync($"{document.Operations.Count} operations; teams, people and things made in {clock.Elapsed.TotalSeconds:0} s");

        var maker = new RequestMaker(document, world, options.Seed);
        var sender = new Sender(http, world);
        var report = new Report();
        clock.Restart();
        IEnumerable<int> numbers = options.Only is { } only ? [only] : Enumerable.Range(1, options.Count);
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency }, async (number, _) =>
        {
            var request = maker.Make(number);
            var exchange = await sender.SendAsync(request);
            report.Count(exchange);
            if (options.Only is not null)
                report.Add(new Finding(exchange, "sent alone"));
            if (Judge.Examine(exchange) is not { } fault || !report.Add(new Finding(exchange, fault)))
                return;
            await TextWriter.Synchronized(output).WriteLineAsync(new Finding(exchange, fault).Describe(options.Seed));
        });

        await output.WriteLineAsync(report.Summary(document));
        foreach (var sent in report.Findings.Where(finding => finding.Fault == "sent alone"))
            await output.WriteLineAsync(sent.Describe(options.Seed));
        var faults = report.Findings.Where(finding => finding.Fault != "sent alone").ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        await output.WriteLineAsync($"seed {options.Seed}, {seconds:0} s, {report.Sent / seconds:0} requests/s; {sender.Ended} sent once more because the connection ended under them");
        await output.WriteLineAsync($"{report.Sent} requests, {faults.Count} findings");
        return faults;
    }
}
