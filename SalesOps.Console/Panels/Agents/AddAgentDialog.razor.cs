using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;

namespace SalesOps.Console.Panels.Agents;

/// <summary>新增 AI 销售: answers the new agent's id.</summary>
public sealed partial class AddAgentDialog
{
    private const int UsualCapacity = 50;

    private sealed class Form
    {
        public string Name { get; set; } = "";
        public string OwnerId { get; set; } = "";
        public string Language { get; set; } = AddAiAgent.Languages[0];
        public List<Channel> Channels { get; } = [.. Enum.GetValues<Channel>()];
        public int? Capacity { get; set; } = UsualCapacity;
    }

    private readonly Form _model = new();
    private readonly Guid _operation = Guid.CreateVersion7();
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal)
    {
        [nameof(Form.Name)] = Text.Column_agent_name,
        [nameof(Form.OwnerId)] = Text.Column_owner,
        [nameof(Form.Language)] = Text.Column_language,
        [nameof(Form.Channels)] = Text.Column_channels,
        [nameof(Form.Capacity)] = Text.Column_capacity,
    };
    private IReadOnlyList<GridOption> _owners = [];
    private CommandForm<AddAiAgent.Command, AddAiAgent.Answer>? _form;

    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;

    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private NotificationService Notifications { get; set; } = default!;

    protected override void OnInitialized() =>
        _owners = [.. Feed.Last.Directory.SalesUsers.Values.Where(u => u.IsActive && u.IsSalesperson)
            .OrderBy(u => u.Name, StringComparer.CurrentCulture).Select(u => new GridOption(u.Id.ToString(), $"{u.Name} · {u.Email}"))];

    private AddAiAgent.Command Make() => new(_operation, _model.Name.Trim(), Guid.TryParse(_model.OwnerId, out var owner) ? owner : Guid.Empty,
        _model.Language, [.. _model.Channels.Order()], _model.Capacity ?? 0);

    private void Toggle(Channel channel)
    {
        if (!_model.Channels.Remove(channel)) _model.Channels.Add(channel);
        _form?.Changed(nameof(Form.Channels));
    }

    private void Done(AddAiAgent.Answer answer)
    {
        Notifications.Notify(NotificationSeverity.Success, Text.PersonAdded.With(_model.Name.Trim()));
        Dialogs.Close(answer.AiAgentId);
    }
}
