using WarpGrad.Contracts.Datasets;
using WarpGrad.Jobs.Datasets;

namespace WarpGrad.Jobs.Tests;

/// <summary>miniImageNet as it is passed on: images/*.jpg, and train.csv, val.csv and test.csv of Ravi and Larochelle.</summary>
public sealed class SplitFileTests
{
    private const string Header = "filename,label\n";

    private const string Train = Header + """
        n0153282900000005.jpg,n01532829
        n0153282900000006.jpg,n01532829
        n0155899300000002.jpg,n01558993
        n0155899300000003.jpg,n01558993
        """;

    private const string Val = Header + """
        n0185567200000003.jpg,n01855672
        n0185567200000005.jpg,n01855672
        n0209124400000001.jpg,n02091244
        n0209124400000004.jpg,n02091244
        """;

    private const string Test = Header + """
        n0193011200000001.jpg,n01930112
        n0193011200000002.jpg,n01930112
        n0198127600000003.jpg,n01981276
        n0198127600000004.jpg,n01981276
        """;

    private static readonly string[] Names =
        [.. new[] { Train, Val, Test }.SelectMany(csv => csv.Split('\n').Skip(1)).Select(line => line.Split(',')[0])];

    [Theory]
    [InlineData("", "images/")]
    [InlineData("mini-imagenet/", "mini-imagenet/images/")]
    [InlineData("mini-imagenet/", "mini-imagenet/")]
    [InlineData("split/", "jpg/all/")]
    public void The_files_say_class_and_split_wherever_the_images_lie(string csvFolder, string imageFolder)
    {
        var classes = Read(Names.Select(name => imageFolder + name), Train, Val, Test, csvFolder);

        Assert.Equal(
            ["n01532829 Train 2", "n01558993 Train 2", "n01855672 Validation 2", "n01930112 Test 2", "n01981276 Test 2", "n02091244 Validation 2"],
            classes.Select(c => $"{c.Name} {c.Split} {c.Images.Count}"));
        Assert.All(classes, c => Assert.Equal("", c.Group));
    }

    [Fact]
    public void Byte_order_marks_carriage_returns_quotes_and_other_columns_do_no_harm()
    {
        var train = "\uFEFF,Filename,label\r\n" + string.Join("\r\n", Train.Split('\n').Skip(1).Select((line, i) => $"{i},\"{line.Replace(",", "\",", StringComparison.Ordinal)}")) + "\r\n\r\n";

        Assert.Equal(6, Read(Images(), train, Val, Test).Count);
    }

    [Fact]
    public void Paths_in_the_files_tell_equal_names_apart()
    {
        string Csv(params string[] labels) => Header + string.Join('\n', labels.SelectMany(label => new[] { $"{label}/1.jpg,{label}", $"{label}/2.jpg,{label}" }));
        var images = "abcdef".SelectMany(c => new[] { $"tiered/images/{c}/1.jpg", $"tiered/images/{c}/2.jpg" });

        var classes = Read(images, Csv("a", "b"), Csv("c", "d"), Csv("e", "f"), "tiered/");

        Assert.Equal(["images/a", "images/b"], classes.Where(c => c.Split == ClassSplit.Train).Select(c => string.Join('/', c.Images[0].FullName.Split('/')[1..3])));
    }

    [Fact]
    public async Task The_packed_dataset_keeps_the_splits_and_they_are_part_of_its_hash()
    {
        var one = await PackAsync(Train, Val, Test);
        var other = await PackAsync(Train, Test, Val);

        Assert.Equal(SplitRule.Upload, one.Rule);
        Assert.Equal([ClassSplit.Train, ClassSplit.Train, ClassSplit.Validation, ClassSplit.Test, ClassSplit.Test, ClassSplit.Validation], one.Classes.Select(c => c.Split));
        Assert.NotEqual(one.Hash, other.Hash);
    }

    [Fact]
    public void A_listed_image_that_is_missing_is_named()
    {
        Refused(Images().Where(name => !name.EndsWith("n0185567200000005.jpg", StringComparison.Ordinal)), Train, Val, Test,
            "'val.csv' lists the image 'n0185567200000005.jpg', which is not in the zip");
    }

    [Fact]
    public void An_image_that_no_file_lists_is_named() =>
        Refused([.. Images(), "images/n09999999.jpg"], Train, Val, Test, "'images/n09999999.jpg' is in the zip, but train.csv, val.csv, test.csv do not list it");

    [Fact]
    public void A_label_in_two_files_is_named() =>
        Refused([.. Images(), "images/more.jpg"], Train, Val, Test + "\nmore.jpg,n01532829", "The class 'n01532829' is in 'train.csv' and in 'test.csv'");

    [Fact]
    public void An_image_listed_twice_is_named() =>
        Refused(Images(), Train, Val + "\nn0153282900000005.jpg,n01855672", Test, "listed twice, in 'train.csv' and again in 'val.csv'");

    [Fact]
    public void An_image_whose_name_lies_in_two_folders_is_named() =>
        Refused([.. Names.Select(name => "a/" + name), "b/" + Names[0]], Train, Val, Test, $"'{Names[0]}', which lies in two folders");

    [Fact]
    public void Other_columns_are_named() =>
        Refused(Images(), Train.Replace("filename", "image_id", StringComparison.Ordinal), Val, Test, "'train.csv' begins with 'image_id,label'");

    [Theory]
    [InlineData("n0153282900000005.jpg")]
    [InlineData("n0153282900000005.jpg,")]
    [InlineData("a,b,c")]
    [InlineData("a.jpg,cl\u0007ass")]
    public void A_line_that_cannot_be_read_is_named(string line) => Refused(Images(), Train, Val, Test + "\n" + line, "Line 6 of 'test.csv'");

    [Fact]
    public void A_line_without_end_is_refused_before_it_is_taken_apart() =>
        Refused(Images(), Train, Val, Test + "\n" + new string(',', 5000), "Line 6 of 'test.csv' has more than 4000 characters");

    [Fact]
    public void An_empty_split_file_is_named() => Refused(Images(), Train, Header, Test, "'val.csv' lists no image");

    [Fact]
    public void A_missing_split_file_is_named()
    {
        using var zip = TinyZip.Open(Images(), ("train.csv", Train), ("test.csv", Test));

        Assert.Contains("no 'val.csv'", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_for_one_split_are_named()
    {
        using var zip = TinyZip.Open(Images(), ("train.csv", Train), ("val.csv", Val), ("validation.csv", Val), ("test.csv", Test));

        Assert.Contains("'validation.csv'", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_file_that_unpacks_without_end_is_refused_before_it_is_read() =>
        Refused(Images(), Train + new string(' ', 33 * 1024 * 1024), Val, Test, "'train.csv' unpacks to");

    [Fact]
    public void Paths_in_the_files_that_lead_out_of_the_zip_find_nothing() =>
        Refused(Images(), Train + "\n../../etc/passwd,n01532829", Val, Test, "'../../etc/passwd', which is not in the zip");

    private static IEnumerable<string> Images() => Names.Select(name => "images/" + name);

    private static IReadOnlyList<ZipClass> Read(IEnumerable<string> images, string train, string val, string test, string folder = "")
    {
        using var zip = TinyZip.Open(images, (folder + "train.csv", train), (folder + "val.csv", val), (folder + "test.csv", test));
        return ZipLayout.Read(zip);
    }

    private static void Refused(IEnumerable<string> images, string train, string val, string test, string why) =>
        Assert.Contains(why, Assert.Throws<ImportRefusedException>(() => Read(images, train, val, test)).Message, StringComparison.Ordinal);

    private static async Task<PackedDataset> PackAsync(string train, string val, string test)
    {
        using var zip = TinyZip.Open(Images(), ("train.csv", train), ("val.csv", val), ("test.csv", test));
        return await ImagePacker.PackAsync(ZipLayout.Read(zip), 1, 28, new MemoryStream(), CancellationToken.None);
    }
}
