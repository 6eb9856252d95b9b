namespace WarpGrad.Data.Settings;

/// <summary>How a process ends that cannot start with its settings.</summary>
public static class WrongSettings
{
    /// <summary>Exit code of such a process; the system's own number for a wrong configuration.</summary>
    public const int ExitCode = 78;

    /// <summary>From now on a <see cref="SettingException"/> that nobody catches ends the process with its sentences instead of a trace.</summary>
    public static void EndInASentence() => AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    {
        if (unhandled.ExceptionObject is not SettingException wrong)
            return;
        Console.Error.WriteLine(wrong.Message);
        Environment.Exit(ExitCode);
    };
}
