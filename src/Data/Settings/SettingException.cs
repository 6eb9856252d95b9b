namespace WarpGrad.Data.Settings;

/// <summary>A setting that a process cannot start with.</summary>
/// <param name="message">Sentences for the operator; they name the setting as an environment variable.</param>
public sealed class SettingException(string message) : Exception(message);
