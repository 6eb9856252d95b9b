using WarpGrad.TestSupport;

namespace WarpGrad.Architecture.Tests;

/// <summary>What is shipped with which program.</summary>
public sealed class PublishedOutputTests
{
    [Theory]
    [InlineData("api")]
    [InlineData("web")]
    [InlineData("migrate")]
    public void No_torch_file_is_shipped_outside_the_worker(string program)
    {
        var files = Directory.EnumerateFiles(Path.Combine(TestEnvironment.App, program), "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName)
            .ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => file!.Contains("torch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_worker_ships_torch() =>
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(TestEnvironment.App, "jobs"), "libtorch*", SearchOption.AllDirectories));

    [Fact]
    public void The_page_names_no_other_host()
    {
        var page = File.ReadAllText(Path.Combine(TestEnvironment.App, "web", "wwwroot", "index.html"));

        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
    }
}
