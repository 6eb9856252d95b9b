using WarpGrad.Fuzz;

FuzzOptions options;
try
{
    options = FuzzOptions.Parse(args);
}
catch (Exception exception) when (exception is ArgumentException or UriFormatException)
{
    await Console.Error.WriteLineAsync($"{exception.Message} Options: --address URL --token TOKEN [--count N] [--seed N] [--only N] [--concurrency N]");
    return 2;
}

var findings = await FuzzRun.RunAsync(options, Console.Out);
return findings.Count == 0 ? 0 : 1;
