using System.Globalization;
using System.Text.RegularExpressions;

namespace WarpGrad.Packages.Tests;

/// <summary>The engine's package as somebody outside this repository meets it.</summary>
public sealed partial class EnginePackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("warpgrad-package-").FullName;
    private readonly string _version = string.Create(CultureInfo.InvariantCulture, $"0.0.1-test.{DateTime.UtcNow:yyyyMMddHHmmssfff}");

    [Fact]
    public async Task The_example_of_its_readme_has_thirty_lines_and_runs_in_a_project_of_its_own()
    {
        var example = Example().Match(await File.ReadAllTextAsync(Path.Combine(Root, "src", "Engine", "README.md"))).Groups[1].Value;
        Assert.InRange(example.Split('\n').Length - 1, 10, 30);

        foreach (var project in new[] { "Contracts", "Engine" })
            await Dotnet.RunAsync(Root, "pack", $"src/{project}", "-c", "Release", "-o", Packages, $"-p:Version={_version}");
        var app = Directory.CreateDirectory(Path.Combine(_folder, "app")).FullName;
        await File.WriteAllTextAsync(Path.Combine(app, "app.csproj"), Project);
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), example);
        var printed = await Dotnet.RunAsync(app, "run", "-c", "Release", "-r", "linux-x64", $"-p:RestoreAdditionalProjectSources={Packages}");

        var accuracy = Accuracy().Match(printed);
        Assert.True(accuracy.Success, printed);
        Assert.True(double.Parse(accuracy.Groups[1].Value, CultureInfo.InvariantCulture) > 60, printed);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);

        // Restoring copied this version into the user's package folder, where nobody will ever ask for it again.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in new[] { "warpgrad.engine", "warpgrad.contracts" })
        {
            var copy = Path.Combine(cache, package, _version);
            if (Directory.Exists(copy))
                Directory.Delete(copy, recursive: true);
        }
    }

    private static string Root { get; } = FindRoot();

    private string Packages => Path.Combine(_folder, "packages");

    private string Project => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <SelfContained>false</SelfContained>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="WarpGrad.Engine" Version="{_version}" />
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

    [GeneratedRegex(@"Test accuracy ([\d.]+) ?% ±")]
    private static partial Regex Accuracy();
}
