using Microsoft.Extensions.Configuration;
using WarpGrad.Data;
using WarpGrad.Data.Settings;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Jobs.Tests;

/// <summary>Settings are read as they are written, and each fault is told by the name that the operator set.</summary>
public sealed class SettingsReaderTests
{
    [Fact]
    public void What_is_given_counts_and_what_is_empty_or_missing_keeps_its_default()
    {
        var options = Read(("Worker:TrainingThreads", "3"), ("worker:device", "cpu"), ("Worker:CollectMinutes", "0.5"), ("Worker:Queues", ""));

        Assert.Equal((3, "cpu", 0.5), (options.TrainingThreads, options.Device, options.CollectMinutes));
        Assert.Equal(new WorkerOptions().Queues, options.Queues);
        Assert.Equal(new WorkerOptions().DeathsAllowed, options.DeathsAllowed);
    }

    [Theory]
    [InlineData("Worker:TrainingThreads", "1.5", "Worker__TrainingThreads is a whole number, not '1.5'.")]
    [InlineData("Worker:InteractiveThreads", "many", "Worker__InteractiveThreads is a whole number, not 'many'.")]
    [InlineData("Worker:InteractiveThreads", "65", "Worker__InteractiveThreads is a number from 1 to 64, not 65.")]
    [InlineData("Worker:StackAdaptations", "often", "Worker__StackAdaptations is auto, always or never, not 'often'.")]
    [InlineData("Worker:CollectMinutes", "often", "Worker__CollectMinutes is a number, not 'often'.")]
    [InlineData("Worker:CollectMinutes", "NaN", "Worker__CollectMinutes is a number, not 'NaN'.")]
    [InlineData("Worker:ModelsCached", "1001", "Worker__ModelsCached is a number from 1 to 1000, not 1001.")]
    [InlineData("Worker:Queues", ",", "Worker__Queues names no queue; queues are interactive, training, housekeeping.")]
    [InlineData("Worker:LeaseTimeout", "00:01:00", "Worker__LeaseTimeout is no setting. Settings of that kind are Worker__AdaptationDaysKept,")]
    public void A_fault_is_told_in_a_sentence_that_names_the_setting(string key, string value, string sentence)
    {
        var refusal = Assert.Throws<SettingException>(() => Read((key, value)));
        Assert.StartsWith(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", false)]
    [InlineData("always", true)]
    [InlineData("never", false)]
    public void On_a_processor_questions_are_adapted_to_together_only_where_the_settings_say_so(string choice, bool stacks)
    {
        ComputeDevice.Use("cpu");
        var options = Read(("Worker:StackAdaptations", choice));

        Assert.Equal((stacks, 2), (options.StacksAdaptations, options.AdaptationsAtOnce));
        Assert.Equal(5, Read(("Worker:InteractiveThreads", "5")).AdaptationsAtOnce);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var refusal = Assert.Throws<SettingException>(() => Read(("Worker:TrainingThreads", "0"), ("Worker:DeathsAllowed", "-1")));
        Assert.Equal(2, refusal.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("postgres://ada:geheim@db/warpgrad")]
    [InlineData("Host=db;Port=geheim")]
    [InlineData("Host=db;Pasword=geheim")]
    [InlineData("Username=ada;Password=geheim")]
    public void A_connection_string_that_is_none_is_refused_without_being_repeated(string given)
    {
        var refusal = Assert.Throws<SettingException>(() => DataServices.ConnectionString(Configuration(("ConnectionStrings:WarpGrad", given))));
        Assert.StartsWith("ConnectionStrings__WarpGrad ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refusal.Message, StringComparison.Ordinal);
    }

    private static WorkerOptions Read(params (string Key, string Value)[] given) => Configuration(given).Read<WorkerOptions>("Worker");

    private static IConfiguration Configuration(params (string Key, string Value)[] given) =>
        new ConfigurationBuilder().AddInMemoryCollection(given.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
}
