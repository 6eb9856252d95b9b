using TorchSharp;
using WarpGrad.GoldenCheck;
using WarpGrad.GoldenCheck.Format;
using WarpGrad.GoldenCheck.Sections;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Golden;

/// <summary>Every section of every golden file in both precisions: numbers of the authors' own code, which the engine must reproduce.</summary>
public sealed class GoldenNumbersTests
{
    private const string Absent = "(none)";

    public static TheoryData<string, string, string> Sections
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var (file, section) in GoldenFolder.Files.SelectMany(file => SectionsOf(file).Select(section => (file, section))).DefaultIfEmpty((Absent, Absent)))
            {
                foreach (var type in CaseCheck.Types)
                    rows.Add(file, section, type.ToString());
            }

            return rows;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Sections))]
    public void The_engine_reproduces_every_section(string file, string section, string precision)
    {
        Skip.If(file == Absent, "The folder of golden numbers (shared/golden beside the checkout) is not here.");

        var result = Assert.Single(GoldenFolder.Check(file, Enum.Parse<ScalarType>(precision)), result => result.Section == section);

        Assert.True(result.Failure is null, result.Failure);
    }

    [SkippableTheory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Nothing_in_a_file_goes_unchecked(ScalarType type)
    {
        Skip.If(GoldenFolder.Path is null, "The folder of golden numbers (shared/golden beside the checkout) is not here.");

        Assert.DoesNotContain(GoldenFolder.Files.SelectMany(file => GoldenFolder.Check(file, type)), result => result.Error is null);
    }

    private static IReadOnlyList<string> SectionsOf(string file)
    {
        using var scope = torch.NewDisposeScope();
        return [.. Section.Of(CaseFile.Read(Path.Combine(GoldenFolder.Path!, file), ScalarType.Float64)).Select(section => section.Name)];
    }
}
