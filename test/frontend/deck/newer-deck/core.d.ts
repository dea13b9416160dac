import type { Component, ComponentClass, ComponentType, ReactNode } from 'react';

export interface IStage {
  readonly [key: string]: unknown;
  readonly name: string;
  readonly refId: string | number;
  readonly requisiteStageRefIds: (string | number)[];
  readonly type: string;
}

export interface IExecutionStage extends IStage {
  readonly id: string;
  readonly status: string;
  readonly context: { readonly [key: string]: unknown };
}

export interface IExecutionStageSummary {
  readonly id: string;
  readonly name: string;
  readonly isRunning: boolean;
  readonly masterStage: IExecutionStage;
}

interface IApplication {
  readonly name: string;
}

export interface IExecutionDetailsProps {
  readonly application: IApplication;
  readonly config: IStageTypeConfig;
  readonly detailsSections: IExecutionDetailsSection[];
  readonly execution: { readonly id: string };
  readonly provider: string;
  readonly stage: IExecutionStage;
}

export type IExecutionDetailsSectionProps = IExecutionDetailsProps & {
  readonly name: string;
  readonly current: string;
  readonly children?: ReactNode;
};

export type IExecutionDetailsSection = ComponentType<IExecutionDetailsSectionProps> & {
  title: string;
  shouldShow?: (props: IExecutionDetailsProps) => boolean;
};

export interface IExecutionStageLabelProps {
  readonly application?: IApplication;
  readonly execution?: { readonly id: string };
  readonly executionMarker?: boolean;
  readonly stage: IExecutionStageSummary;
}

export interface IStageConfigProps {
  readonly application: IApplication;
  readonly stage: IStage;
  readonly pipeline: unknown;
  readonly updateStageField: (changes: { readonly [key: string]: unknown }) => void;
}

export interface IValidatorConfig {
  type: string;
  message?: string;
  preventSave?: boolean;
}

/** Without `templateUrl`, `controller`, `executionDetailsUrl` and their like, which went with AngularJS. */
export interface IStageTypeConfig {
  key: string;
  label?: string;
  description?: string;
  alias?: string;
  addAliasToConfig?: boolean;
  cloudProvider?: string;
  defaults?: unknown;
  restartable?: boolean;
  supportsCustomTimeout?: boolean;
  useCustomTooltip?: boolean;
  component?: ComponentType<IStageConfigProps>;
  executionDetailsSections?: IExecutionDetailsSection[];
  executionLabelComponent?: ComponentType<IExecutionStageLabelProps>;
  markerIcon?: ComponentClass<{ stage: IExecutionStageSummary }>;
  validators?: IValidatorConfig[];
  accountExtractor?: (stage: IStage & { readonly context?: unknown }) => string[];
  configAccountExtractor?: (stage: IStage) => string[];
}

export interface IDeckPlugin {
  stages?: IStageTypeConfig[];
  help?: { [key: string]: string };
  initialize?: (plugin: IDeckPlugin) => void | PromiseLike<void>;
}

declare class PipelineRegistry {
  registerStage(stage: IStageTypeConfig): void;
  unregisterStage(stage: IStageTypeConfig): void;
  getStageTypes(): IStageTypeConfig[];
}

export declare const Registry: { readonly pipeline: PipelineRegistry };

export declare const SETTINGS: { readonly [key: string]: unknown };

interface IRequestBuilder {
  path(...segments: (string | number | boolean)[]): IRequestBuilder;
  query(parameters: { [name: string]: string | number | boolean }): IRequestBuilder;
  get(): Promise<unknown>;
  post(body?: unknown): Promise<unknown>;
  patch(body?: unknown): Promise<unknown>;
}

export declare function REST(prefix?: string): IRequestBuilder;

/** `undefined` where it could not be read is `null` in both generations. */
export declare function yamlStringToDocuments(text: string): unknown;

export declare class YamlEditor extends Component<{
  value: string;
  onChange: (raw: string, documents: unknown) => void;
}> {
  calculateErrors: (text: string) => { readonly row: number; readonly column: number; readonly text: string }[];
}

export declare const ExecutionBarLabel: ComponentType<IExecutionStageLabelProps & { readonly children?: ReactNode }>;

export declare function ExecutionDetailsSection(props: {
  readonly name: string;
  readonly current: string;
  readonly children?: ReactNode;
}): JSX.Element;

export declare function ExecutionDetailsTasks(props: IExecutionDetailsSectionProps): JSX.Element;
export declare namespace ExecutionDetailsTasks {
  const title: string;
}

export declare class Tooltip extends Component<{
  readonly id?: string;
  readonly value?: string;
  readonly template?: JSX.Element;
  readonly placement?: 'top' | 'right' | 'bottom' | 'left';
}> {}

/** Of a page without data of its own. */
interface IDataSourceConfig {
  key: string;
  label?: string;
  sref?: string;
  activeState?: string;
  category?: string;
  iconName?: string;
  lazy?: boolean;
  defaultData: unknown;
}

export declare class ApplicationDataSourceRegistry {
  static registerDataSource(config: IDataSourceConfig): void;
}

/** Not in the Deck that npm has: told by whether it is there. */
export declare function registerApplicationState(
  register: (provider: { addChildState(state: object): void }) => void,
): void;

/** Rejects with what a modal is dismissed with, once it is gone. */
export declare class ReactModal {
  static show(
    component: ComponentType<{ closeModal?: (result: unknown) => void; dismissModal?: (reason?: unknown) => void }>,
    props?: object,
    modal?: { readonly [key: string]: unknown },
  ): Promise<unknown>;
}

export declare class AccountService {
  static listAllAccounts(): Promise<unknown>;
  static listProviders(): Promise<string[]>;
}

export declare class ApplicationReader {
  static listApplications(): Promise<unknown>;
}

export declare class ApplicationNameValidator {
  static validate(name: string, providers: string[]): Promise<unknown>;
}
