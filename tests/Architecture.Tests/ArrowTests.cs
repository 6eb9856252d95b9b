using System.Xml.Linq;
using WarpGrad.TestSupport;

namespace WarpGrad.Architecture.Tests;

/// <summary>The arrows of docs/architecture.md: who may reference whom.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Contracts"] = [],
        ["Engine"] = ["Contracts"],
        ["Data"] = ["Contracts"],
        ["Telemetry"] = ["Data"],
        ["Jobs"] = ["Contracts", "Data", "Engine", "Telemetry"],
        ["Api"] = ["Contracts", "Data", "Telemetry"],
        ["Client"] = ["Contracts"],
        ["Web"] = ["Client", "Contracts"],
        ["Cli"] = ["Client", "Contracts"],
        ["Migrations"] = ["Data"],
    };

    public static TheoryData<string> Rooms => [.. Arrows.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_the_rooms_its_arrows_lead_to(string room)
    {
        var referenced = References(room, "ProjectReference").Select(path => Name(path)).Order().ToArray();

        Assert.Equal(Arrows[room], referenced);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Only_the_engine_references_torch(string room)
    {
        var torch = References(room, "PackageReference").Where(package => package.Contains("torch", StringComparison.OrdinalIgnoreCase));

        Assert.Equal(room == "Engine", torch.Any());
    }

    [Fact]
    public void Every_project_of_the_product_has_its_arrows_written_down()
    {
        var rooms = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "migrations"), "*.csproj"))
            .Select(Name).Order();

        Assert.Equal(Arrows.Keys.Order(), rooms);
    }

    [Fact]
    public void The_contracts_depend_on_no_package() => Assert.Empty(References("Contracts", "PackageReference"));

    [Theory]
    [InlineData("Engine", "EntityFrameworkCore")]
    [InlineData("Engine", "Npgsql")]
    [InlineData("Engine", "AspNetCore")]
    [InlineData("Engine", "Hangfire")]
    [InlineData("Engine", "OpenTelemetry")]
    [InlineData("Data", "OpenTelemetry")]
    [InlineData("Web", "EntityFrameworkCore")]
    [InlineData("Web", "Hangfire")]
    [InlineData("Cli", "EntityFrameworkCore")]
    [InlineData("Cli", "Npgsql")]
    public void A_room_keeps_out_what_is_not_its_business(string room, string package) =>
        Assert.DoesNotContain(References(room, "PackageReference"), name => name.Contains(package, StringComparison.OrdinalIgnoreCase));

    private static string[] References(string room, string kind)
    {
        var folder = room == "Migrations" ? "migrations" : $"src/{room}";
        var project = XDocument.Load(Path.Combine(Repository.Root, folder, $"WarpGrad.{room}.csproj"));
        return [.. project.Descendants(kind).Select(reference => reference.Attribute("Include")!.Value)];
    }

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path)["WarpGrad.".Length..];
}
