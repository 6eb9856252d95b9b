using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WarpGrad.Data.Settings;

/// <summary>Reads settings and checks them, so that a process with a wrong one does not start, and says which one it is.</summary>
public static class SettingsReader
{
    /// <summary>Reads a section and hands it to whoever asks for <see cref="IOptions{T}"/>.</summary>
    /// <typeparam name="T">The section's settings, with their defaults.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">Where it is read.</param>
    /// <param name="section">Name of the section.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="SettingException">A setting is unknown, of the wrong kind or out of its range.</exception>
    public static T AddSettings<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class, new()
    {
        var settings = configuration.Read<T>(section);
        services.AddSingleton(Options.Create(settings));
        return settings;
    }

    /// <summary>Reads a section. A setting that is empty keeps its default.</summary>
    /// <typeparam name="T">The section's settings, with their defaults; attributes and <see cref="IValidatableObject"/> say what is allowed.</typeparam>
    /// <param name="configuration">Where it is read.</param>
    /// <param name="section">Name of the section.</param>
    /// <exception cref="SettingException">A setting is unknown, of the wrong kind or out of its range.</exception>
    public static T Read<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        var settings = new T();
        var properties = typeof(T).GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var given in configuration.GetSection(section).GetChildren())
        {
            var name = $"{section}__{given.Key}";
            if (!properties.TryGetValue(given.Key, out var property))
                throw new SettingException($"{name} is no setting. Settings of that kind are {string.Join(", ", properties.Keys.Order().Select(key => $"{section}__{key}"))}.");
            if (given.Value is { Length: > 0 } value)
                property.SetValue(settings, Convert(name, property.PropertyType, value));
        }

        var wrong = properties.Values.SelectMany(property => Faults($"{section}__{property.Name}", property, settings)).ToList();
        if (wrong.Count == 0 && settings is IValidatableObject whole)
            wrong.AddRange(whole.Validate(new ValidationContext(settings)).Select(result => result.ErrorMessage!));
        return wrong.Count == 0 ? settings : throw new SettingException(string.Join('\n', wrong));
    }

    private static object? Convert(string name, Type type, string value)
    {
        try
        {
            if (TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is var converted and not double.NaN)
                return converted;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException)
        {
            // Told below.
        }

        var given = Nullable.GetUnderlyingType(type) ?? type;
        var kind = given == typeof(int) ? "a whole number" : given == typeof(double) ? "a number" : $"of the kind {given.Name}";
        throw new SettingException($"{name} is {kind}, not '{value}'.");
    }

    private static IEnumerable<string> Faults(string name, PropertyInfo property, object settings)
    {
        var value = property.GetValue(settings);
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>().Where(rule => !rule.IsValid(value)))
            yield return rule switch
            {
                RangeAttribute range => $"{name} is a number from {range.Minimum} to {range.Maximum}, not {value}.",
                RequiredAttribute => $"{name} must not be empty.",
                // Its value may be a secret.
                _ => rule.FormatErrorMessage(name),
            };
    }
}
