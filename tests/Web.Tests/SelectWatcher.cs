using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.Extensions.Logging.Abstractions;

namespace WarpGrad.Web.Tests;

#pragma warning disable BL0006 // What a page tells the browser can be seen only where it is told.

/// <summary>A browser that shows a choice in a select at once, as all do, and then whatever the page tells it to show.</summary>
internal sealed class SelectWatcher(IServiceProvider services) : Renderer(services, NullLoggerFactory.Instance)
{
    private readonly HashSet<int> _components = [];
    private int _watched = -1;
    private string? _shown;

    public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

    public Task ShowAsync<T>(Dictionary<string, object?> parameters) => Dispatcher.InvokeAsync(() =>
        RenderRootComponentAsync(AssignRootComponentId(InstantiateComponent(typeof(T))), ParameterView.FromDictionary(parameters)));

    /// <summary>Chooses in a select, and gives what it shows at the end.</summary>
    public Task<string?> ChooseAsync(string testId, string value) => Dispatcher.InvokeAsync<string?>(async () =>
    {
        var (component, handler) = Find(testId);
        (_watched, _shown) = (component, value);
        await DispatchEventAsync(handler, new EventFieldInfo { ComponentId = component, FieldValue = value }, new ChangeEventArgs { Value = value });
        return _shown;
    });

    private (int Component, ulong Handler) Find(string testId)
    {
        foreach (var component in _components)
        {
            var tree = GetCurrentRenderTreeFrames(component);
            var frames = tree.Array.Take(tree.Count).ToList();
            foreach (var (place, _) in frames.Index().Where(frame => frame.Item is { FrameType: RenderTreeFrameType.Element, ElementName: "select" }))
            {
                var attributes = frames.Skip(place + 1).TakeWhile(frame => frame.FrameType == RenderTreeFrameType.Attribute).ToList();
                if (attributes.Any(frame => frame.AttributeName == "data-testid" && Equals(frame.AttributeValue, testId)))
                    return (component, attributes.First(frame => frame.AttributeName == "onchange").AttributeEventHandlerId);
            }
        }

        throw new InvalidOperationException($"There is no select '{testId}'.");
    }

    protected override Task UpdateDisplayAsync(in RenderBatch renderBatch)
    {
        for (var i = 0; i < renderBatch.UpdatedComponents.Count; i++)
        {
            var diff = renderBatch.UpdatedComponents.Array[i];
            _components.Add(diff.ComponentId);
            if (diff.ComponentId != _watched)
                continue;
            foreach (var edit in diff.Edits.Where(edit => edit.Type == RenderTreeEditType.SetAttribute))
                if (renderBatch.ReferenceFrames.Array[edit.ReferenceFrameIndex] is { AttributeName: "value" } frame)
                    _shown = frame.AttributeValue?.ToString();
        }

        for (var i = 0; i < renderBatch.DisposedComponentIDs.Count; i++)
            _components.Remove(renderBatch.DisposedComponentIDs.Array[i]);
        return Task.CompletedTask;
    }

    protected override void HandleException(Exception exception) => ExceptionDispatchInfo.Throw(exception);
}
