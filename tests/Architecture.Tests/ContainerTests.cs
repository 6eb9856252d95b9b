using System.Diagnostics;
using System.Text.RegularExpressions;
using WarpGrad.TestSupport;
using YamlDotNet.RepresentationModel;

namespace WarpGrad.Architecture.Tests;

/// <summary>The files that make containers fit the product they are made of. No engine is needed for that.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));
    private static readonly YamlMappingNode Services = Read();

    public static TheoryData<string> Names => [.. Services.Children.Keys.Select(key => key.ToString())];

    [SkippableFact]
    public async Task The_compose_file_is_valid_with_and_without_a_gpu()
    {
        Skip.If(Compose is null, "Neither 'docker compose' nor 'docker-compose' is here.");
        foreach (var profile in new[] { "", "gpu" })
        {
            var start = new ProcessStartInfo(Compose[0], [.. Compose[1..], "config", "-q"]) { WorkingDirectory = Repository.Root, RedirectStandardError = true };
            (start.Environment["POSTGRES_PASSWORD"], start.Environment["COMPOSE_PROFILES"]) = ("x", profile);
            using var compose = Process.Start(start)!;
            var errors = await compose.StandardError.ReadToEndAsync();
            await compose.WaitForExitAsync();
            Assert.True(compose.ExitCode == 0, errors);
        }
    }

    [SkippableFact]
    public async Task A_linter_finds_nothing_in_the_file_of_the_images()
    {
        var linter = Environment.GetEnvironmentVariable("WARPGRAD_TEST_LINTER");
        Skip.If(string.IsNullOrEmpty(linter), "There is no linter: dockerfile-utils comes from npm, where that is installed.");
        const string Script = """
            const { readFileSync } = require("node:fs");
            const { validate } = require(process.argv[1]);
            const lint = text => validate(text).map(found => `${found.range.start.line + 1}: ${found.message}`);
            if (lint("FROM scratch\nCOPY\n").length === 0) throw new Error("It finds nothing anywhere.");
            console.log(lint(readFileSync("Dockerfile", "utf8")).join("\n"));
            """;
        var start = new ProcessStartInfo("node", ["-e", Script, linter]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var (found, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        Assert.Equal(("", ""), ((await found).Trim(), await errors));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_service_can_write_only_where_it_must_and_has_no_rights_of_root(string name)
    {
        var service = Service(name);
        Assert.Equal("true", Text(service, "read_only"));
        Assert.Equal("ALL", Assert.Single((YamlSequenceNode)service["cap_drop"]).ToString());
        Assert.Equal("no-new-privileges:true", Assert.Single((YamlSequenceNode)service["security_opt"]).ToString());
        Assert.True(service.Children.ContainsKey("build") || Text(service, "user") is not (null or "root" or "0"), "It runs as root.");
        Assert.False(service.Children.ContainsKey("privileged"));
    }

    [Fact]
    public void Only_the_page_has_a_port_and_only_for_its_own_machine()
    {
        var ports = Services.Children.Where(service => ((YamlMappingNode)service.Value).Children.ContainsKey("ports")).ToList();
        Assert.Equal("api", Assert.Single(ports).Key.ToString());
        Assert.StartsWith("127.0.0.1:", Assert.Single((YamlSequenceNode)ports[0].Value["ports"]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_service_that_is_built_has_its_stage_and_tells_whether_it_is_well_unless_it_ends()
    {
        foreach (var (name, service) in Services.Children)
        {
            if (!((YamlMappingNode)service).Children.TryGetValue("build", out var build))
            {
                Assert.True(((YamlMappingNode)service).Children.ContainsKey("healthcheck"), $"{name} has no health check.");
                continue;
            }

            var stage = Stage(build["target"].ToString());
            Assert.True(name.ToString() == "migrate" || stage.Any(line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal)), $"{name} has no health check.");
        }
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("api")]
    [InlineData("worker")]
    public void A_stage_starts_a_program_that_is_published_and_not_as_root(string name)
    {
        var stage = Stage(name);
        Assert.Equal("FROM runtime AS " + name, stage[0]);
        Assert.Contains("USER app", Stage("runtime"));
        Assert.DoesNotContain(stage, line => line.StartsWith("USER ", StringComparison.Ordinal));

        var copied = stage.Select(line => Copied().Match(line)).Where(match => match.Success).Select(match => match.Groups["program"].Value).ToList();
        Assert.All(copied, program => Assert.True(Directory.Exists(Path.Combine(TestEnvironment.App, program)), $"{program} is not published."));
        var started = Started().Match(Assert.Single(stage, line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal))).Groups["program"].Value;
        Assert.Contains(copied, program => File.Exists(Path.Combine(TestEnvironment.App, program, started)));
    }

    [Fact]
    public void Images_from_elsewhere_are_named_with_their_version()
    {
        var foreign = Lines.Select(line => From().Match(line)).Where(match => match.Success).Select(match => match.Groups["image"].Value).Where(image => image != "runtime")
            .Concat(Services.Children.Values.Select(service => Text((YamlMappingNode)service, "image")).OfType<string>());
        Assert.All(foreign, image => Assert.Matches(@":\d", image));
    }

    /// <summary>How compose is called here; null where it is not.</summary>
    private static string[]? Compose { get; } = Runs("docker", "compose", "version") ? ["docker", "compose"] : Runs("docker-compose", "version") ? ["docker-compose"] : null;

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static YamlMappingNode Read()
    {
        using var file = File.OpenText(Path.Combine(Repository.Root, "docker-compose.yml"));
        var yaml = new YamlStream();
        yaml.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(file)));
        return (YamlMappingNode)yaml.Documents[0].RootNode["services"];
    }

    private static YamlMappingNode Service(string name) => (YamlMappingNode)Services[name];

    private static string? Text(YamlMappingNode service, string key) => service.Children.TryGetValue(key, out var value) ? value.ToString() : null;

    private static List<string> Stage(string name)
    {
        var begin = Array.FindIndex(Lines, line => line.StartsWith("FROM ", StringComparison.Ordinal) && line.EndsWith($" AS {name}", StringComparison.Ordinal));
        Assert.True(begin >= 0, $"The Dockerfile has no stage {name}.");
        return [Lines[begin], .. Lines.Skip(begin + 1).TakeWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal))];
    }

    [GeneratedRegex("^COPY --from=build /source/artifacts/publish/(?<program>[a-z]+) ")]
    private static partial Regex Copied();

    [GeneratedRegex("""^ENTRYPOINT \["dotnet", "(?<program>[^"]+)"\]$""")]
    private static partial Regex Started();

    [GeneratedRegex("^FROM (?<image>[^ ]+) AS ")]
    private static partial Regex From();
}
