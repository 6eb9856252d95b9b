using System.Globalization;
using System.Text.RegularExpressions;

namespace WarpGrad.Packages.Tests;

/// <summary>The repository's packages in a version that exists during the test only, and projects of somebody else that use them.</summary>
public sealed partial class PackedVersion : IAsyncLifetime
{
    private static readonly string[] Projects = ["Contracts", "Engine", "Client", "Cli"];
    private readonly string _folder = Directory.CreateTempSubdirectory("warpgrad-package-").FullName;
    private readonly string _version = string.Create(CultureInfo.InvariantCulture, $"0.0.1-test.{DateTime.UtcNow:yyyyMMddHHmmssfff}");

    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    private string Feed => Path.Combine(_folder, "packages");

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        foreach (var project in Projects)
            await Dotnet.RunAsync(Root, "pack", $"src/{project}", "-c", "Release", "--no-build", "-o", Feed, $"-p:PackageVersion={_version}");
    }

    /// <summary>The first C# block of a package's readme.</summary>
    /// <param name="project">Folder of the package under <c>src</c>.</param>
    public static async Task<string> ExampleAsync(string project) =>
        Example().Match(await File.ReadAllTextAsync(Path.Combine(Root, "src", project, "README.md"))).Groups[1].Value;

    /// <summary>Does something with a project of one program that refers to one package.</summary>
    /// <param name="package">The package.</param>
    /// <param name="program">The program.</param>
    /// <param name="verb">Command of the SDK, such as <c>run</c>.</param>
    /// <returns>What was printed.</returns>
    public async Task<string> UseAsync(string package, string program, string verb)
    {
        var app = Directory.CreateDirectory(Path.Combine(_folder, package)).FullName;
        await File.WriteAllTextAsync(Path.Combine(app, "app.csproj"), Project(package));
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), program);
        return await Dotnet.RunAsync(app, verb, "-c", "Release", "-r", "linux-x64", $"-p:RestoreAdditionalProjectSources={Feed}");
    }

    /// <summary>Installs a package's tool and gives the folder of its command.</summary>
    /// <param name="package">The package.</param>
    public async Task<string> InstallAsync(string package)
    {
        var folder = Path.Combine(_folder, "tools");
        await Dotnet.RunAsync(_folder, "tool", "install", package, "--version", _version, "--tool-path", folder, "--source", Feed);
        return folder;
    }

    /// <inheritdoc />
    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);

        // Restoring copied this version into the user's package folder, where nobody will ever ask for it again.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var copy in Projects.Select(project => Path.Combine(cache, $"warpgrad.{project.ToLowerInvariant()}", _version)).Where(Directory.Exists))
            Directory.Delete(copy, recursive: true);
        return Task.CompletedTask;
    }

    private string Project(string package) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <InvariantGlobalization>true</InvariantGlobalization>
            <SelfContained>false</SelfContained>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{package}" Version="{_version}" />
          </ItemGroup>
        </Project>
        """;

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "WarpGrad.sln")))
            at = at.Parent ?? throw new InvalidOperationException("The tests do not lie inside the repository.");
        return at.FullName;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
