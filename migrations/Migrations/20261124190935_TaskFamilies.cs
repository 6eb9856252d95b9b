using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WarpGrad.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class TaskFamilies : Migration
    {
        // Every place where results are stored: table, column, which rows, and where the spec of the row's run is.
        private static readonly (string Table, string Column, string Where, string Spec)[] Results =
        [
            ("runs", "Result", "true", "\"Spec\""),
            ("model_versions", "Result", "true", "(SELECT run.\"Spec\" FROM runs AS run WHERE run.\"Id\" = model_versions.\"RunId\")"),
            ("run_events", "Payload", "\"Kind\" = 'result'", "(SELECT run.\"Spec\" FROM runs AS run WHERE run.\"Id\" = run_events.\"RunId\")"),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "Accuracy",
                table: "runs",
                newName: "Score");

            migrationBuilder.AlterColumn<Guid>(
                name: "DatasetVersionId",
                table: "runs",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "Family",
                table: "runs",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "FewShotImages");

            // All earlier runs are of that family; later ones say theirs.
            migrationBuilder.Sql("""ALTER TABLE runs ALTER COLUMN "Family" DROP DEFAULT""");

            migrationBuilder.CreateIndex(
                name: "IX_runs_TeamId_Family_Id",
                table: "runs",
                columns: new[] { "TeamId", "Family", "Id" });

            foreach (var (table, column, where, _) in Results)
                migrationBuilder.Sql(
                    $$"""
                    UPDATE {{table}} SET "{{column}}" = ("{{column}}" - 'accuracy' - 'accuracyByStep' - 'ways' - 'shots') || jsonb_build_object(
                        'measure', 'accuracy',
                        'score', "{{column}}"->'accuracy',
                        'scoreByStep', "{{column}}"->'accuracyByStep',
                        'steps', (
                            SELECT coalesce(jsonb_agg(step ORDER BY step), '[]'::jsonb)
                            FROM generate_series(0, jsonb_array_length("{{column}}"->'accuracyByStep') - 1) AS step),
                        'details', '{}'::jsonb)
                    WHERE {{where}} AND "{{column}}"->'accuracy' IS NOT NULL
                    """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The earlier schema has no place for runs of other families: it is reached only where there are none.
            foreach (var (table, column, where, spec) in Results)
                migrationBuilder.Sql(
                    $$"""
                    UPDATE {{table}} SET "{{column}}" = ("{{column}}" - 'measure' - 'score' - 'scoreByStep' - 'steps' - 'details') || jsonb_build_object(
                        'accuracy', "{{column}}"->'score',
                        'accuracyByStep', "{{column}}"->'scoreByStep',
                        'ways', {{spec}}->'task'->'ways',
                        'shots', {{spec}}->'task'->'shots')
                    WHERE {{where}} AND "{{column}}"->'score' IS NOT NULL
                    """);

            migrationBuilder.DropIndex(
                name: "IX_runs_TeamId_Family_Id",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Family",
                table: "runs");

            migrationBuilder.RenameColumn(
                name: "Score",
                table: "runs",
                newName: "Accuracy");

            migrationBuilder.AlterColumn<Guid>(
                name: "DatasetVersionId",
                table: "runs",
                type: "uuid",
                nullable: false,
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
